package io.catwalk.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Filter.Result;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.properties.PropertiesConfigurationFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What libraries log is not Catwalk's to word: the log's own settings hide its secrets. */
class LogSettingsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "submit/runtime/spark/src/conf/log4j2.properties",
        "notebooks-java/lib/log4j2.properties"
      })
  void noSecretStandsInTheLog(String file) throws IOException {
    Properties settings = new Properties();
    try (Reader in = Files.newBufferedReader(Path.of("..", file))) {
      settings.load(in);
    }
    PatternLayout layout =
        PatternLayout.newBuilder()
            .withPattern(settings.getProperty("appender.stderr.layout.pattern"))
            .withAlwaysWriteExceptions(
                !"false"
                    .equals(settings.getProperty("appender.stderr.layout.alwaysWriteExceptions")))
            .build();

    String shown =
        layout.toSerializable(
            Log4jLogEvent.newBuilder()
                .setLevel(Level.WARN)
                .setLoggerName("org.apache.hadoop.fs.s3a")
                .setMessage(
                    new SimpleMessage(
                        "s3a://me:hunter2@bucket/x: fs.s3a.secret.key=hunter2, Authorization: Bearer hunter2"))
                .setThrown(new IOException("GET https://host/x?sig=hunter2&a=1"))
                .build());

    assertThat(shown)
        .doesNotContain("hunter2")
        .contains("WARN s3a: s3a://(hidden)@bucket/x: fs.s3a.secret.key=(hidden), ")
        .contains("IOException: GET https://host/x?sig=(hidden)&a=1", "\tat ");
  }

  @Test
  void aPortThatIsTakenIsNoWarning() throws IOException {
    Configuration settings = spark();

    assertThat(
            settings
                .getFilter()
                .filter(
                    warning(
                        "Service 'SparkUI' could not bind on port 4040. Attempting port 4041.")))
        .isEqualTo(Result.DENY);
    assertThat(settings.getFilter().filter(warning("Lost executor 1 on host: killed")))
        .isEqualTo(Result.NEUTRAL);
  }

  private static Configuration spark() throws IOException {
    try (InputStream in =
        Files.newInputStream(Path.of("..", "submit/runtime/spark/src/conf/log4j2.properties"))) {
      Configuration settings =
          new PropertiesConfigurationFactory()
              .getConfiguration(new LoggerContext("test"), new ConfigurationSource(in));
      settings.initialize();
      return settings;
    }
  }

  private static LogEvent warning(String message) {
    return Log4jLogEvent.newBuilder()
        .setLevel(Level.WARN)
        .setLoggerName("org.apache.spark.util.Utils")
        .setMessage(new SimpleMessage(message))
        .build();
  }
}
