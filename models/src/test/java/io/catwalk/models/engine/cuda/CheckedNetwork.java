package io.catwalk.models.engine.cuda;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.models.ModelDefinition;
import io.catwalk.models.blocks.Extent;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.State;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A network of the catalogue as it is measured, with Adam.
 *
 * @param name of the network
 * @param minibatch examples of a step
 * @param wanted how often as fast as PyTorch's whole step as a CUDA graph it has to be
 */
record CheckedNetwork(String name, int minibatch, double wanted) {

  static final List<CheckedNetwork> ALL =
      List.of(
          new CheckedNetwork("lenet5", 64, 2),
          new CheckedNetwork("lenet5", 512, 1.2),
          new CheckedNetwork("catwalk-small", 64, 1.2),
          new CheckedNetwork("catwalk-small", 256, 1.2),
          new CheckedNetwork("fashion-cnn", 100, 1.1),
          new CheckedNetwork("lenet-224", 32, 1.1),
          new CheckedNetwork("vgg-explain", 32, 1.1));

  private MultiLayerConfiguration configuration() {
    ModelDefinition model = ModelCatalog.get(name);
    int classes = isLarge() ? 2 : 10;
    return model.configure(model.designShape(), new Hyperparameters(classes, 1, new Adam(1e-3)));
  }

  boolean isLarge() {
    return name.equals("lenet-224");
  }

  Plan plan() {
    ImageShape shape = ModelCatalog.get(name).designShape();
    return Plan.of(configuration(), Extent.of(shape));
  }

  State start() {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration());
    network.init();
    return State.of(network);
  }

  RandomImages images(Plan plan) {
    return new RandomImages(plan, isLarge() ? 640 : 20_000);
  }

  @Override
  public String toString() {
    return name + " " + minibatch;
  }
}
