package io.catwalk.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

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
        "retrain.hooks.webhook"
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
        "spark.hadoop.fs.s3a.aws.credentials.provider"
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
}
