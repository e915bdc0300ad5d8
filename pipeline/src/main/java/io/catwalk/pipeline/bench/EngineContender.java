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
import io.catwalk.models.layers.LayerKit;
import java.util.List;
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
        model.configure(
            shape,
            new Hyperparameters(StepData.CLASSES, SEED, optimiser.updater(), LayerKit.NATIVE));
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
    return "engine on " + device.name();
  }

  /** What computes, as the device tells it. */
  String description() {
    return device.description();
  }

  @Override
  public double seconds(int steps) {
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
    return clock.seconds() - start;
  }

  @Override
  public void close() {
    session.close();
  }
}
