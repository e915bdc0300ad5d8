package io.catwalk.pipeline.bench;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.bench.Benchmarks.Pace;
import io.catwalk.pipeline.config.ExperimentConfig;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Measurements, on the calling thread or, of rounds, on a cluster. Each tells its progress line by
 * line.
 */
public interface Benchmarks {

  /**
   * How fast one core trains or applies a network.
   *
   * @throws io.catwalk.pipeline.CatwalkException (usage) for an interpreter that cannot be used;
   *     (data) for images that are not there
   */
  StepReport step(StepRequest request, Consumer<String> progress);

  /**
   * How fast one core reads, decodes and resizes images, and how true the result is.
   *
   * @throws io.catwalk.pipeline.CatwalkException (usage) for an interpreter that cannot be used;
   *     (data) for images that are not there
   */
  IngestReport ingest(IngestRequest request, Consumer<String> progress);

  /**
   * What an averaging round costs.
   *
   * @throws io.catwalk.pipeline.CatwalkException (cluster) where Spark cannot be reached
   */
  RoundReport round(RoundRequest request, Consumer<String> progress);

  /**
   * How fast whole epochs are on a cluster.
   *
   * @throws io.catwalk.pipeline.CatwalkException (usage) for an interpreter that cannot be used;
   *     (cluster) when there is no such cluster
   */
  TrainReport train(TrainRequest request, Consumer<String> progress);

  /**
   * How fast the stages of Spark ML are beside the commands.
   *
   * @throws io.catwalk.pipeline.CatwalkException (cluster) when there is no such cluster
   */
  SparkMlReport sparkMl(SparkMlRequest request, Consumer<String> progress);

  /**
   * What to measure of the stages of Spark ML.
   *
   * @param config the model, {@code train.*} and the cluster
   * @param images to train on, at most
   * @param scored images to score; where there are not as many, they repeat
   * @param repeats turns of each, at least 1
   */
  record SparkMlRequest(ExperimentConfig config, int images, int scored, int repeats) {}

  /**
   * What to measure of ingest.
   *
   * @param source a folder or archive of images
   * @param shape what each becomes
   * @param pillow a Python interpreter that has Pillow; null takes the system's where it has it
   * @param pace how long; a step is one pass over all images
   */
  record IngestRequest(Path source, ImageShape shape, String pillow, Pace pace) {}

  /**
   * What to measure of averaging rounds.
   *
   * @param config the model, {@code train.*} and the cluster
   * @param warmUp rounds before anything counts
   * @param rounds measured, at least 1
   */
  record RoundRequest(ExperimentConfig config, int warmUp, int rounds) {

    public RoundRequest {
      if (warmUp < 0 || rounds < 1) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "expected a warm-up of at least 0 and at least 1 round, found %d and %d",
                warmUp,
                rounds));
      }
    }
  }

  /**
   * What to measure of whole epochs.
   *
   * @param config the model, {@code train.*} and the cluster
   * @param images an epoch at most, at least one a worker
   * @param againstStock measure Deeplearning4j's own master with its own layers too
   * @param pytorch an interpreter that has torch, or null to do without
   * @param repeats measured epochs of each, of which the median is told, at least 1
   */
  record TrainRequest(
      ExperimentConfig config, int images, boolean againstStock, String pytorch, int repeats) {

    public TrainRequest {
      if (images < config.train().workers() || repeats < 1) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "expected at least an image a worker and 1 repeat, found %d and %d",
                images,
                repeats));
      }
    }
  }

  /**
   * How long to measure.
   *
   * @param warmUpSeconds each contender works so long, and at least one step, before anything
   *     counts
   * @param steps of one window of measuring, at least 1; 0 takes as many as fill about a second
   * @param repeats windows a contender, at least 1; medians are taken over them
   * @param clock what is counted
   */
  record Pace(double warmUpSeconds, int steps, int repeats, Clock clock) {

    public Pace {
      if (warmUpSeconds < 0 || steps < 0 || repeats < 1) {
        throw new IllegalArgumentException(
            "expected warm-up and steps of at least 0 and at least 1 repeat, found "
                + warmUpSeconds
                + ", "
                + steps
                + " and "
                + repeats);
      }
    }
  }
}
