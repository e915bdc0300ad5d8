package io.catwalk.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cluster.spark.\"spark.hadoop.fs.s3a.secret.key\"",
        "spark.hadoop.fs.s3a.access.key",
        "spark.hadoop.fs.azure.account.key.x.blob.core.windows.net",
        "spark.ssl.keyStorePassword",
        "spark.some.Token",
        "retrain.hooks.webhook",
        "spark.hadoop.fs.s3a.encryption.key",
        "spark.hadoop.fs.s3a.server-side-encryption.key",
        "spark.hadoop.fs.gs.auth.service.account.private.key",
        "spark.hadoop.fs.gs.encryption.key",
        "spark.hadoop.fs.azure.sas.box.account.blob.core.windows.net",
        "spark.hadoop.fs.azure.sas.fixed.token",
        "spark.hadoop.javax.jdo.option.ConnectionPassword",
        "spark.executorEnv.AWS_SECRET_ACCESS_KEY",
        "spark.executorEnv.DB_PASSWD",
        "spark.db.pass",
        "spark.executorEnv.PGPASS",
        "spark.executorEnv.MY_CREDS",
        "spark.executorEnv.CURLOPT_USERPWD",
        "spark.executorEnv.Passwort"
      })
  void hidesSettingsByTheirNames(String setting) {
    assertThat(Secrets.shown(setting, "hunter2")).isEqualTo("(hidden)");
    assertThat(Secrets.shown(setting, "")).as("what is not set").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train.averaging-frequency",
        "data.source",
        "model.layers",
        "spark.hadoop.fs.s3a.aws.credentials.provider",
        "spark.hadoop.fs.s3a.encryption.algorithm",
        "spark.io.encryption.keySizeBits",
        "spark.ssl.keyStore",
        "spark.hadoop.fs.azure.account.auth.type",
        "train.bypass",
        "data.compass.points"
      })
  void leavesOthersAsTheyAre(String setting) {
    assertThat(Secrets.shown(setting, "hunter2")).isEqualTo("hunter2");
  }

  @Test
  void hidesWhatUrisCarry() {
    assertThat(
            Secrets.in(
                "Cannot read s3a://AKIA:hunter2@bucket/a and https://host/x?a=1&sig=hunter2&b=2#c"))
        .isEqualTo("Cannot read s3a://(hidden)@bucket/a and https://host/x?a=1&sig=(hidden)&b=2#c");
    assertThat(Secrets.in("hdfs://namenode:8020/a/b@c?d=1"))
        .isEqualTo("hdfs://namenode:8020/a/b@c?d=1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Xmx2g -Djavax.net.ssl.trustStorePassword=hunter2 -XX:+UseSerialGC",
        "-Dfs.s3a.secret.key=hunter2",
        "curl -H 'Authorization: Bearer hunter2' https://host/x",
        "Authorization: Basic hunter2",
        "authorization=hunter2",
        "Authorization: hunter2 https://host",
        "Authorization: AWS4-HMAC-SHA256 Credential=hunter2/2026/s3, Signature=hunter2",
        "{\"authorization\" : \"Bearer hunter2\"}",
        "Proxy-Authorization: Negotiate hunter2",
        "the header Bearer hunter2hunter2",
        "X-Api-Key: hunter2",
        "Cookie: hunter2",
        "Cookie: a=hunter2; b=hunter2",
        "Authorization: Digest username=\"me\", nonce=1, response=\"hunter2\"",
        "{\"auths\":{\"host\":{\"auth\":\"hunter2\"}}}",
        "https://me:hunter2@hunter2@host/path",
        "https://me:hunter2/hunter2@host/path",
        "https://host/back#access_token=hunter2",
        "curl --oauth2-bearer hunter2 https://host",
        "curl -ume:hunter2 https://host",
        "curl --user=me:hunter2 https://host",
        "curl -u me:hunter2 https://host",
        "curl https://me:hunter2@host/path",
        "notify --token hunter2 --loud",
        "notify --key=hunter2 --loud",
        "notify --key hunter2",
        "[\"notify\",\"--auth\",\"hunter2\"]",
        "notify --license-key=hunter2",
        "notify --pw=hunter2",
        "sshpass -p hunter2 ssh host",
        "/usr/bin/mysql -h host -phunter2 base",
        "notify --api-key=hunter2",
        "[notify, --password, hunter2]",
        "[\"notify\",\"--password\",\"hunter2\"]",
        "DB_PASSWORD=hunter2 run",
        "password: hunter2",
        "\"client_secret\" : \"hunter2\"",
        "\\\"password\\\":\\\"hunter2\\\"",
        "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=hunter2;EndpointSuffix=core",
        "https://a.blob.core.windows.net/c/d?sv=2022-11-02&sr=b&sig=hunter2",
        "https://b.s3.amazonaws.com/k?X-Amz-Expires=60&X-Amz-Signature=hunter2",
        "https://host/x?access_token=hunter2#there",
        "https://hooks.slack.com/services/T0/B0/hunter2",
        "-----BEGIN RSA PRIVATE KEY-----\nhunter2\nhunter2\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\\nhunter2 that was cut off",
      })
  void hidesSecretsByWhatTheyLookLike(String text) {
    assertThat(Secrets.in(text)).doesNotContain("hunter2").contains("(hidden)");
    assertThat(Secrets.in(Secrets.in(text))).as("hidden twice").isEqualTo(Secrets.in(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AKIAIOSFODNN7EXAMPLE",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
        "ghp_0123456789abcdefghijABCDEFGHIJ012345",
        "glpat-0123456789abcdefghij",
        "xoxb-0123456789-abcdefghij",
        "AIzaSyA0123456789abcdefghijABCDEFGHIJ01",
        "sk-proj-0123456789abcdefghij",
        "sk_live_0123456789abcdefghij"
      })
  void hidesKeysThatStandAlone(String key) {
    assertThat(Secrets.in("before " + key + " behind")).isEqualTo("before (hidden) behind");
    assertThat(key).containsPattern(Secrets.SETTINGS);
    assertThat(key).containsPattern(Secrets.TEXTS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cluster.spark.\"a.password\" = (hidden): expected the text of Spark's setting",
        "Password: expected a text, found a list",
        "no token of this worker; expected one",
        "basic operations on a bearer of news",
        "hdfs://namenode:8020/secret/key=1/part-0.parquet",
        "spark://host:7077, file:/data/a@b/c?d=1, s3a://bucket/key",
        "-Xmx2g -XX:+UseG1GC -Dfile.encoding=UTF-8 -Dlog4j2.configurationFile=/x/log4j2.properties",
        "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "curl --silent -X POST https://host:8443/hook?run=7 -H Content-Type:application/json",
        "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider",
        "hdfs://namenode:8020/photos@home/cats, spark://a:7077,b:7077 and mail me@host",
        "ssh -p 2222 host mkdir -p out/photos --keyword=cats --monkey=1 --keys=3",
        "task-sk-learn run-under:4, disk-0123456789abcdefghijkl"
      })
  void leavesWhatIsNoSecret(String text) {
    assertThat(Secrets.in(text)).isEqualTo(text);
  }

  @Test
  void hidesItemsOfListsAndSections() {
    List<String> command =
        List.of(
            "curl",
            "--token",
            "hunter2",
            "-H",
            "Authorization: Bearer hunter2",
            "-u",
            "me:hunter2",
            "-p",
            "hunter2",
            "--key",
            "hunter2",
            "--auth=hunter2",
            "--loud");

    assertThat(Secrets.shown("retrain.hooks.command", (Object) command))
        .isEqualTo(
            List.of(
                "curl",
                "--token",
                "(hidden)",
                "-H",
                "Authorization: Bearer (hidden)",
                "-u",
                "(hidden)",
                "-p",
                "(hidden)",
                "--key",
                "(hidden)",
                "--auth=(hidden)",
                "--loud"));
    assertThat(Secrets.shown("a", (Object) List.of("/usr/bin/mysql", "-phunter2", "-P3306")))
        .isEqualTo(List.of("/usr/bin/mysql", "-p(hidden)", "-P3306"));
    assertThat(Secrets.shown("a", (Object) Map.of("password", "hunter2", "b", 1)))
        .isEqualTo(Map.of("password", "(hidden)", "b", 1));
    assertThat(Secrets.shown("spark.security.credentials.hive.enabled", "false"))
        .isEqualTo("false");
  }
}
