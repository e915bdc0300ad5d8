package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The main job, one that loses an executor, a night and the doctor, on one Spark after another,
 * standalone and on YARN: every Spark trains the same parameters. {@code .ci/sparks} makes the
 * Sparks. Prints a row of a table for each job.
 *
 * <p>{@code -Dcatwalk.sparks=embedded,spark-3} leaves out the others, {@code -Dcatwalk.java} is the
 * home of the Java that runs them, {@code -Dcatwalk.daemons} a folder with the daemons of another
 * Hadoop.
 */
class SparksIT {

  /** {@code embedded}, or a folder in {@code submit/runtime/target}. */
  private static final String ALL = "spark-3.5.0,spark-3,spark-4.0.1,embedded";

  /** What is trained, to compare it. */
  private static final Map<SparkTrial.Job, String> EXPECTED = new EnumMap<>(SparkTrial.Job.class);

  @TempDir static Path temporary;

  static Stream<String> sparks() {
    return Stream.of(System.getProperty("catwalk.sparks", ALL).split(","));
  }

  @BeforeAll
  static void writeImages() throws IOException {
    Path clothes = Files.createDirectory(temporary.resolve("clothes"));
    ClothesSlices.Folder folder = name -> write(clothes.resolve(name));
    ClothesSlices.of("train", 900).write(folder, "train", 0, 900, 0);
    ClothesSlices.of("t10k", 300).write(folder, "t10k", 0, 300, 0);
  }

  private static OutputStream write(Path file) throws IOException {
    return Files.newOutputStream(file);
  }

  @ParameterizedTest
  @MethodSource("sparks")
  void trainsTheSameParametersAsAnyOther(String spark) throws IOException {
    Path home = spark.equals("embedded") ? SparkRuntimes.embedded() : SparkRuntimes.other(spark);
    boolean built = Files.isExecutable(home.resolve("bin/spark-submit"));
    assumeTrue(built || System.getProperty("catwalk.sparks") == null, ".ci/sparks has not run");
    assertThat(built).as(spark + " is made by .ci/sparks").isTrue();

    try (SparkTrial trial = SparkTrial.start(home, temporary.resolve(spark), temporary)) {
      for (SparkTrial.Master master : SparkTrial.Master.values()) {
        for (SparkTrial.Job job : SparkTrial.Job.values()) {
          SparkTrial.Outcome outcome = trial.run(job, master);
          System.out.println(outcome.row());
          assertThat(outcome.parameters())
              .as(outcome.row())
              .isEqualTo(EXPECTED.computeIfAbsent(job.kind(), k -> outcome.parameters()));
        }
      }
    }
  }
}
