package io.catwalk.pipeline.train;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Runs averaging rounds: workers train alone from the same parameters, then these are averaged. */
interface AveragingMaster extends AutoCloseable {

  /**
   * One round: what it consumed and the mean loss, or NaN. Afterwards {@link #network} holds the
   * average.
   */
  RoundResult run(RoundPlan plan);

  /** The network on the driver, with parameters and updater state as of the last round. */
  MultiLayerNetwork network();

  @Override
  void close();

  /**
   * @param examples that all workers consumed
   * @param loss mean over the workers' last minibatches, NaN where it is not known
   */
  record RoundResult(long examples, double loss) {}
}
