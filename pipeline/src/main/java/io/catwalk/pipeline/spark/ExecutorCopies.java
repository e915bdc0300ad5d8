package io.catwalk.pipeline.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the jars that executors of a {@code local-cluster} copied for themselves, when the
 * application ends: 0.4 GB for each executor, which Spark keeps for ever in its home. Their logs
 * stay.
 */
final class ExecutorCopies extends SparkListener {

  private static final Logger LOG = LoggerFactory.getLogger(ExecutorCopies.class);

  private final Path application;

  /**
   * @param application folder with one of each executor
   */
  ExecutorCopies(Path application) {
    this.application = application;
  }

  /** Does nothing on other masters, which look after their machines themselves. */
  static void attend(SparkContext spark) {
    if (spark.master().startsWith("local-cluster")) {
      Path home = Path.of(System.getenv().getOrDefault("SPARK_HOME", "."));
      spark.addSparkListener(
          new ExecutorCopies(home.resolve("work").resolve(spark.applicationId())));
    }
  }

  @Override
  public void onApplicationEnd(SparkListenerApplicationEnd end) {
    try (Stream<Path> files = Files.walk(application, 2)) {
      List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
      for (Path jar : jars) {
        Files.deleteIfExists(jar);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.info("Copies of jars stay in {}: {}", application, e.toString());
    }
  }
}
