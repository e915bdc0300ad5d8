package io.catwalk.pipeline.bench;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelDefinition;
import io.catwalk.models.blocks.Extent;
import io.catwalk.models.engine.Device;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Progress;
import io.catwalk.models.engine.Session;
import io.catwalk.models.engine.State;
import io.catwalk.pipeline.bench.Alternation.Contender;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** A network of the catalog, trained or applied by the engine, minibatch after minibatch. */
final class EngineContender implements Contender {

  private static final long SEED = 42;

  private final Device device;
  private final Session session;
  private final List<DataSet> minibatches;
  private final INDArray probabilities;
  private final boolean inference;
  private final Clock clock;
  private Progress progress = Progress.of(0, 0, SEED);
  private long heapBytesPerStep;
  private long offHeapGrowth;

  /**
   * @param device by name
   * @param minibatches of images of the shape that the network was designed for, all of one size
   */
  EngineContender(
      String device,
      ModelDefinition model,
      Optimiser optimiser,
      List<DataSet> minibatches,
      boolean inference,
      Clock clock) {
    this.device = Device.named(device);
    this.minibatches = minibatches;
    this.inference = inference;
    this.clock = clock;
    ImageShape shape = model.designShape();
    MultiLayerConfiguration configuration =
        model.configure(shape, new Hyperparameters(StepData.CLASSES, SEED, optimiser.updater()));
    int minibatch = minibatches.get(0).numExamples();
    probabilities = Nd4j.create(DataType.FLOAT, minibatch, StepData.CLASSES);
    session = this.device.open(Plan.of(configuration, Extent.of(shape)), minibatch);
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    session.write(State.of(network));
    network.close();
  }

  @Override
  public String name() {
    return "catwalk";
  }

  /** What computes, as the device tells it. */
  String description() {
    return device.description();
  }

  @Override
  public double seconds(int steps) {
    long offHeap = Pointer.totalBytes();
    long allocated = Clock.allocatedBytes();
    double start = clock.seconds();
    for (int i = 0; i < steps; i++) {
      DataSet minibatch = minibatches.get(progress.iteration() % minibatches.size());
      if (inference) {
        session.infer(minibatch.getFeatures(), probabilities);
      } else {
        session.step(minibatch.getFeatures(), minibatch.getLabels(), progress);
      }
      progress = progress.plus(1);
    }
    double took = clock.seconds() - start;
    heapBytesPerStep = (Clock.allocatedBytes() - allocated) / steps;
    offHeapGrowth = Pointer.totalBytes() - offHeap;
    return took;
  }

  /** What a step of the last window allocated. */
  long heapBytesPerStep() {
    return heapBytesPerStep;
  }

  /** Bytes by which native memory grew during the last window; less than 0 where some was freed. */
  long offHeapGrowth() {
    return offHeapGrowth;
  }

  @Override
  public void close() {
    session.close();
  }
}
