package io.catwalk.pipeline.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the jars that executors of a {@code local-cluster} copied for themselves, when the
 * application ends: 0.4 GB for each executor, which Spark keeps for ever in its home. Their logs
 * stay. What applications left that were killed, the next one deletes.
 */
final class ExecutorCopies extends SparkListener {

  private static final Logger LOG = LoggerFactory.getLogger(ExecutorCopies.class);

  private static final Duration STARTING = Duration.ofMinutes(1);

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
      Path work = Path.of(System.getenv().getOrDefault("SPARK_HOME", ".")).resolve("work");
      deleteOrphans(work, Instant.now().minus(STARTING));
      spark.addSparkListener(new ExecutorCopies(work.resolve(spark.applicationId())));
    }
  }

  /**
   * Deletes copies of executors that no longer run.
   *
   * @param before copies that are younger may belong to an executor that is just starting
   */
  static void deleteOrphans(Path work, Instant before) {
    try (Stream<Path> files = Files.walk(work, 3)) {
      Set<Path> used = Folders.inUse();
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
        boolean old = Files.getLastModifiedTime(jar).toInstant().isBefore(before);
        if (old && !used.contains(jar.getParent().toRealPath())) {
          Files.deleteIfExists(jar);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.info("Copies of jars stay in {}: {}", work, e.toString());
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
