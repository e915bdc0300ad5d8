package io.catwalk.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigUtil;
import io.catwalk.pipeline.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.util.Utils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;
import scala.collection.JavaConverters;

/** Secrets of all kinds in one configuration: nothing that is printed or kept has one of them. */
class PlantedSecretsTest {

  private static final String MARK = "pl4nted";

  /** Spark's settings by name; each value holds the mark. */
  private static final Map<String, String> SECRET = new LinkedHashMap<>();

  /** What everybody may read. */
  private static final Map<String, String> OPEN =
      Map.of(
          "spark.executor.memory", "1g",
          "spark.hadoop.fs.s3a.endpoint", "https://s3.example.org:9000",
          "spark.hadoop.fs.s3a.encryption.algorithm", "SSE-C",
          "spark.ssl.keyStore", "/etc/spark/keystore.jks",
          "spark.hadoop.fs.s3a.aws.credentials.provider", "org.example.Provider");

  static {
    SECRET.put("spark.hadoop.fs.s3a.access.key", "AKIA" + MARK);
    SECRET.put("spark.hadoop.fs.s3a.secret.key", MARK + "/abc+def");
    SECRET.put("spark.hadoop.fs.s3a.encryption.key", MARK);
    SECRET.put("spark.hadoop.fs.s3a.bucket.b.session.token", MARK);
    SECRET.put("spark.hadoop.fs.gs.auth.service.account.private.key", "-----BEGIN " + MARK);
    SECRET.put("spark.hadoop.fs.azure.sas.box.account.blob.core.windows.net", "?sv=1&sig=" + MARK);
    SECRET.put("spark.hadoop.fs.azure.account.key.a.blob.core.windows.net", MARK + "==");
    SECRET.put("spark.hadoop.fs.azure.account.oauth2.client.secret", MARK);
    SECRET.put("spark.ssl.keyStorePassword", MARK);
    SECRET.put("spark.executorEnv.HF_TOKEN", MARK);
    SECRET.put(
        "spark.driver.extraJavaOptions", "-Xss4m -Djavax.net.ssl.trustStorePassword=" + MARK);
    SECRET.put("spark.executor.extraJavaOptions", "-Dhttps.proxy=https://me:" + MARK + "@proxy");
    SECRET.put("spark.app.header", "Authorization: Bearer " + MARK);
    SECRET.put("spark.app.jdbc", "jdbc:postgresql://db/x?user=a&password=" + MARK);
    SECRET.put(
        "spark.app.key", "-----BEGIN PRIVATE KEY-----\n" + MARK + "\n-----END PRIVATE KEY-----");
    SECRET.put(
        "spark.app.jwt", "eyJhbGciOiJIUzI1NiJ9." + MARK + "IiOiIxMjM0NTY3." + MARK + "ryP4J3j");
  }

  @TempDir private Path folder;
  private final CommandLineRun command = new CommandLineRun();
  private Path experiment;

  @BeforeEach
  void plant() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("storage.root = " + folder);
    lines.add("data.source = \"https://host/images.zip?sig=" + MARK + "\"");
    lines.add(
        "retrain.hooks.command = [curl, -u, \"me:%1$s\", --token, %1$s, -H, \"Authorization: Bearer %1$s\", \"https://me:%1$s@host/hook\", --silent]"
            .formatted(MARK));
    lines.add("retrain.hooks.webhook = \"https://host/" + MARK + "\"");
    OPEN.forEach((name, value) -> lines.add(line(name, value)));
    SECRET.forEach((name, value) -> lines.add(line(name, value)));
    experiment = Files.write(folder.resolve("planted.conf"), lines);
  }

  private static String line(String name, String value) {
    return "cluster.spark." + ConfigUtil.quoteString(name) + " = " + ConfigUtil.quoteString(value);
  }

  @Test
  void theConfigurationAsItIsStoredAndPrinted() {
    for (String format : List.of("--json", "")) {
      command.run(
          format.isEmpty()
              ? new String[] {"config", "--config", experiment.toString()}
              : new String[] {"config", "--config", experiment.toString(), format});

      assertThat(command.err).isEmpty();
      assertThat(command.code).isZero();
      // The same text as in training.json, effective.conf and the report.
      assertThat(command.out)
          .doesNotContain(MARK)
          .contains("(hidden)", "-Xss4m", "curl", "--silent")
          .contains(OPEN.values());
    }
  }

  @Test
  void oneValue() {
    command.run(
        "config", "--config", experiment.toString(), "retrain.hooks.command", "data.source");

    assertThat(command.code).isZero();
    assertThat(command.out).doesNotContain(MARK).contains("https://host/images.zip?sig=(hidden)");
  }

  @Test
  void whatIsStoredIsReadAgainWithoutTheHidden() throws IOException {
    command.run("config", "--config", experiment.toString());
    Path stored = Files.writeString(folder.resolve("stored.conf"), command.out);

    command.run("config", "--config", stored.toString(), "--json");

    assertThat(command.err).isEmpty();
    assertThat(command.out).doesNotContain("(hidden)", "curl").contains(OPEN.values());
  }

  @Test
  void mistakes() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(experiment));
    lines.add("retrain.hooks.command = { password = " + MARK + " }");
    lines.add("train.epochs = \"Authorization: Bearer " + MARK + "\"");
    lines.add("data.classes = [[--token, " + MARK + "]]");
    lines.add("model.secret = " + MARK);
    Files.write(experiment, lines);
    command.run(
        "config",
        "--config",
        experiment.toString(),
        "--set",
        "x.password=" + MARK,
        "--set",
        "no.such.token=" + MARK,
        "--set",
        "train.seed=" + "x".repeat(90) + " eyJhbGciOiJIUzI1NiJ9." + MARK + "IiOiIxMjM0NTY3",
        "--storage",
        "s3a://me:" + MARK + "@bucket/x");

    assertThat(command.code).isEqualTo(2);
    assertThat(command.err)
        .doesNotContain(MARK)
        .contains("train.epochs", "data.classes", "model.secret", "no.such.token", "(hidden)");
  }

  @Test
  void commandLinesAndFailures() {
    assertThat(command.run("train", "--api-key=" + MARK).err).doesNotContain(MARK);
    command.jobs.failure =
        new IllegalStateException("GET https://host/x?X-Amz-Signature=" + MARK + " failed");
    command.run("train-lenet", "--quiet");

    assertThat(command.code).isEqualTo(1);
    assertThat(command.err).doesNotContain(MARK).contains("X-Amz-Signature=(hidden)", "\tat ");
  }

  @Test
  void sparksPagesAndEventLogs() {
    SparkConf conf = new SparkConf(false).set("spark.redaction.regex", Secrets.SETTINGS);
    List<Tuple2<String, String>> settings = new ArrayList<>();
    SECRET.forEach((name, value) -> settings.add(new Tuple2<>(name, value)));
    OPEN.forEach((name, value) -> settings.add(new Tuple2<>(name, value)));

    String shown =
        Utils.redact(conf, JavaConverters.asScalaBuffer(settings).toSeq()).mkString("\n");

    assertThat(shown).doesNotContain(MARK);
    OPEN.forEach((name, value) -> assertThat(shown).contains("(" + name + "," + value + ")"));
  }
}
