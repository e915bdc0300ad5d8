package io.catwalk.pipeline.bench;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelDefinition;
import io.catwalk.models.layers.DirectUpdater;
import io.catwalk.models.layers.LayerKit;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/** A network of the catalog, trained or applied in this thread, minibatch after minibatch. */
final class NetworkContender implements Contender {

  private static final long SEED = 42;

  private final String name;
  private final MultiLayerNetwork network;
  private final List<DataSet> minibatches;
  private final boolean inference;
  private final Clock clock;
  private int next;
  private long heapBytesPerStep;
  private long offHeapGrowth;

  /**
   * @param minibatches of images of the shape that the network was designed for
   */
  NetworkContender(
      ModelDefinition model,
      LayerKit layers,
      Optimiser optimiser,
      List<DataSet> minibatches,
      boolean inference,
      Clock clock) {
    this.name = layers.name();
    this.minibatches = minibatches;
    this.inference = inference;
    this.clock = clock;
    ImageShape shape = model.designShape();
    network =
        new MultiLayerNetwork(
            model.configure(
                shape, new Hyperparameters(StepData.CLASSES, SEED, optimiser.updater(), layers)));
    network.init();
    if (layers == LayerKit.NATIVE) {
      DirectUpdater.install(network);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public double seconds(int steps) {
    long offHeap = Pointer.totalBytes();
    long allocated = Clock.allocatedBytes();
    double start = clock.seconds();
    for (int i = 0; i < steps; i++) {
      step(minibatches.get(next));
      next = (next + 1) % minibatches.size();
    }
    double took = clock.seconds() - start;
    heapBytesPerStep = (Clock.allocatedBytes() - allocated) / steps;
    offHeapGrowth = Pointer.totalBytes() - offHeap;
    return took;
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

  /** What a step of the last window allocated. */
  long heapBytesPerStep() {
    return heapBytesPerStep;
  }

  /** Bytes by which native memory grew during the last window; less than 0 where some was freed. */
  long offHeapGrowth() {
    return offHeapGrowth;
  }
}
