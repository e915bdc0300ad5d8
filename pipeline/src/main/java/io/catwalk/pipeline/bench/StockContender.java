package io.catwalk.pipeline.bench;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelDefinition;
import io.catwalk.pipeline.bench.Alternation.Contender;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/** A network of the catalog by Deeplearning4j's layers, trained or applied in this thread. */
final class StockContender implements Contender {

  private static final long SEED = 42;

  private final MultiLayerNetwork network;
  private final List<DataSet> minibatches;
  private final boolean inference;
  private final Clock clock;
  private int next;

  /**
   * @param minibatches of images of the shape that the network was designed for
   */
  StockContender(
      ModelDefinition model,
      Optimiser optimiser,
      List<DataSet> minibatches,
      boolean inference,
      Clock clock) {
    this.minibatches = minibatches;
    this.inference = inference;
    this.clock = clock;
    ImageShape shape = model.designShape();
    network =
        new MultiLayerNetwork(
            model.configure(
                shape, new Hyperparameters(StepData.CLASSES, SEED, optimiser.updater())));
    network.init();
  }

  @Override
  public String name() {
    return "stock";
  }

  @Override
  public double seconds(int steps) {
    double start = clock.seconds();
    for (int i = 0; i < steps; i++) {
      step(minibatches.get(next));
      next = (next + 1) % minibatches.size();
    }
    return clock.seconds() - start;
  }

  private void step(DataSet minibatch) {
    if (inference) {
      network.output(minibatch.getFeatures());
    } else {
      network.fit(minibatch.getFeatures(), minibatch.getLabels());
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
