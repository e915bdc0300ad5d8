package io.catwalk.pipeline.bench;

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
}
