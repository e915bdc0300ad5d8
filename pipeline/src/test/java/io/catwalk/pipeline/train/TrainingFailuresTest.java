package io.catwalk.pipeline.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.config.AveragingConfig;
import io.catwalk.pipeline.config.ComputeConfig;
import io.catwalk.pipeline.config.LearningConfig;
import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.config.TrainingConfig.CheckpointConfig;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** A worker that throws is told in one line. */
class TrainingFailuresTest {

  private static final MemoryDataset GOOD = new MemoryDataset(40, 0, new ImageShape(16, 16, 1));
  private final SparkSession spark = LocalSpark.session();

  @Test
  void anImageThatIsToBlameIsNamed() {
    CatwalkException failure = train(new Relabel("image-17", 7));

    assertThat(failure.exitCode()).isEqualTo(ExitCode.DATA);
    // Compiled code throws it without a message.
    assertThat(failure.getMessage())
        .matches(
            "Training failed on host \\S+ \\(executor driver\\), partition 1: image image-17 has label 7, expected 0 to 1"
                + " \\(java.lang.ArrayIndexOutOfBoundsException(: .*)?\\); ingest it again");
  }

  @Test
  void whatIsNoImagesFaultIsABugInOneLine() {
    CatwalkException failure = train(new Throw("image-3"));

    assertThat(failure.exitCode()).isEqualTo(ExitCode.BUG);
    assertThat(failure.getMessage())
        .matches(
            "Training failed on host \\S+ \\(executor driver\\), partition \\d:"
                + " java.lang.IllegalStateException: odd image-3; this may be a bug in catwalk, Spark's log has more");
  }

  @Test
  void aLostExecutorIsTheClustersFault() {
    RuntimeException told =
        new TrainingFailures(spark, GOOD)
            .explain(
                new SparkException(
                    "Job aborted due to stage failure: Task 1 in stage 9.0 failed 4 times, most recent failure:"
                        + " Lost task 1.3 in stage 9.0 (TID 40) (10.0.0.7 executor 3): ExecutorLostFailure (executor 3"
                        + " exited caused by one of the running tasks) Reason: Command exited with code 1\n"
                        + "Driver stacktrace:"));

    assertThat(told)
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CLUSTER))
        .hasMessageStartingWith(
            "Training failed on host 10.0.0.7 (executor 3), partition 1: ExecutorLostFailure (executor 3 exited")
        .hasMessageEndingWith("code 1");
  }

  @Test
  void anExecutorOutOfMemoryIsNamedWithTheSettingThatMendsIt() {
    RuntimeException told =
        new TrainingFailures(spark, GOOD)
            .explain(
                new SparkException(
                    "Job aborted due to stage failure: Task 1 in stage 9.0 failed 4 times, most recent failure:"
                        + " Lost task 1.3 in stage 9.0 (TID 40) (10.0.0.7 executor 3): ExecutorLostFailure (executor 3"
                        + " exited caused by one of the running tasks) Reason: Command exited with code 52\n"
                        + "Driver stacktrace:"));

    assertThat(told)
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CLUSTER))
        .hasMessageStartingWith("out of memory: executor 3 on 10.0.0.7: ")
        .hasMessageContaining("cluster.spark.executor.memory")
        .message()
        .hasLineCount(1);
  }

  private CatwalkException train(Function<Example, Example> change) {
    TrainingConfig config =
        new TrainingConfig(
            2,
            AveragingConfig.every(2),
            4,
            1,
            7,
            TrainingConfig.Updater.ADAM,
            0.003,
            0.9,
            TrainingConfig.Master.RESIDENT,
            ComputeConfig.ENGINE,
            CheckpointConfig.USUAL,
            LearningConfig.PLAIN);
    return catchThrowableOfType(
        CatwalkException.class,
        () ->
            new Trainer(spark, config, TrainingListener.SILENT)
                .train(new Changed(change), ModelCatalog.get("lenet5")));
  }

  /** The good dataset with something done to its examples. */
  private record Changed(Function<Example, Example> change) implements StoredDataset {

    @Override
    public DatasetManifest manifest() {
      return GOOD.manifest();
    }

    @Override
    public String uri() {
      return GOOD.uri();
    }

    @Override
    public JavaRDD<Example> examples(SparkSession spark, Split split) {
      return GOOD.examples(spark, split).map(change);
    }
  }

  private record Relabel(String path, int label) implements Function<Example, Example> {
    @Override
    public Example call(Example example) {
      return example.path().equals(path)
          ? new Example(example.pixels(), label, path, example.sha256())
          : example;
    }
  }

  private record Throw(String path) implements Function<Example, Example> {
    @Override
    public Example call(Example example) {
      if (example.path().equals(path)) {
        throw new IllegalStateException("odd " + path);
      }
      return example;
    }
  }
}
