package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The main job, one that loses an executor, a night and the doctor, on one Spark after another,
 * standalone and on YARN: every Spark trains the same parameters. {@code .ci/sparks} makes the
 * Sparks.
 *
 * <p>A few jobs on each, or with {@code -Dcatwalk.sparks=embedded,spark-3} every job on both
 * masters of those that are named, and with {@code all} of every one; prints a row of a table for
 * each. {@code -Dcatwalk.java} is the home of the Java that runs them, {@code -Dcatwalk.daemons} a
 * folder with the daemons of another Hadoop.
 */
class SparksIT {

  private static final List<String> ALL =
      List.of("spark-3.5.0", "spark-3", "spark-4.0.1", "embedded");

  /** What is trained, to compare it. */
  private static final Map<SparkTrial.Job, String> EXPECTED = new EnumMap<>(SparkTrial.Job.class);

  @TempDir static Path temporary;

  /**
   * Jobs on one Spark.
   *
   * @param spark {@code embedded}, or a folder in {@code submit/runtime/target}
   */
  record Selection(String spark, Map<SparkTrial.Master, Set<SparkTrial.Job>> jobs) {

    static Selection everything(String spark) {
      Map<SparkTrial.Master, Set<SparkTrial.Job>> jobs = new EnumMap<>(SparkTrial.Master.class);
      for (SparkTrial.Master master : SparkTrial.Master.values()) {
        jobs.put(master, EnumSet.allOf(SparkTrial.Job.class));
      }
      return new Selection(spark, jobs);
    }

    /**
     * Between two runs of the whole, what differs most; other tests run every job on the embedded.
     */
    static Stream<Selection> few() {
      return Stream.of(
          new Selection(
              "embedded", Map.of(SparkTrial.Master.STANDALONE, EnumSet.of(SparkTrial.Job.TRAIN))),
          new Selection(
              "spark-3.5.0",
              Map.of(SparkTrial.Master.STANDALONE, EnumSet.of(SparkTrial.Job.LOSE_EXECUTOR))),
          new Selection(
              "spark-3",
              Map.of(
                  SparkTrial.Master.YARN,
                  EnumSet.of(SparkTrial.Job.TRAIN, SparkTrial.Job.RETRAIN, SparkTrial.Job.DOCTOR))),
          new Selection(
              "spark-4.0.1",
              Map.of(
                  SparkTrial.Master.STANDALONE,
                  EnumSet.of(SparkTrial.Job.TRAIN, SparkTrial.Job.DOCTOR),
                  SparkTrial.Master.YARN,
                  EnumSet.of(SparkTrial.Job.LOSE_EXECUTOR))));
    }

    Path home() {
      return spark.equals("embedded") ? SparkRuntimes.embedded() : SparkRuntimes.other(spark);
    }

    @Override
    public String toString() {
      return spark;
    }
  }

  static Stream<Selection> selections() {
    String asked = System.getProperty("catwalk.sparks", "");
    return switch (asked) {
      case "" -> Selection.few();
      case "all" -> ALL.stream().map(Selection::everything);
      default -> Stream.of(asked.split(",")).map(Selection::everything);
    };
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

  @ParameterizedTest(name = "{0}")
  @MethodSource("selections")
  void trainsTheSameParametersAsAnyOther(Selection selection) throws IOException {
    boolean built = Files.isExecutable(selection.home().resolve("bin/spark-submit"));
    assumeTrue(
        built || !System.getProperty("catwalk.sparks", "").isEmpty(), ".ci/sparks has not run");
    assertThat(built).as(selection + " is made by .ci/sparks").isTrue();

    try (SparkTrial trial =
        SparkTrial.start(selection.home(), temporary.resolve(selection.spark()), temporary)) {
      for (var entry : selection.jobs().entrySet()) {
        for (SparkTrial.Job job : entry.getValue()) {
          SparkTrial.Outcome outcome = trial.run(job, entry.getKey());
          System.out.println(outcome.row());
          assertThat(outcome.parameters())
              .as(outcome.row())
              .isEqualTo(EXPECTED.computeIfAbsent(job.kind(), k -> outcome.parameters()));
        }
      }
    }
  }
}
