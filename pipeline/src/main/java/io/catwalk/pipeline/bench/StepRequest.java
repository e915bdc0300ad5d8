package io.catwalk.pipeline.bench;

import io.catwalk.pipeline.bench.Benchmarks.Pace;
import java.nio.file.Path;

/**
 * What to measure of a network.
 *
 * @param model a name of the catalog
 * @param minibatch images a step, at least 1
 * @param againstStock measure Deeplearning4j's own layers too
 * @param inference measure the output of minibatches instead of training steps
 * @param optimiser of training steps
 * @param data a folder of IDX files; null for those of Fashion-MNIST where they can be found
 * @param pytorch an interpreter that has torch, or null to do without
 * @param device of the engine
 * @param pace how long
 */
public record StepRequest(
    String model,
    int minibatch,
    boolean againstStock,
    boolean inference,
    Optimiser optimiser,
    Path data,
    String pytorch,
    String device,
    Pace pace) {

  public StepRequest {
    if (minibatch < 1) {
      throw new IllegalArgumentException("expected a minibatch of at least 1, found " + minibatch);
    }
  }
}
