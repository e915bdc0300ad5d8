package io.catwalk.models.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

/** A network of native layers beside the same network of DL4J's own. */
final class StockComparison {

  private StockComparison() {}

  /** How far rounding may bring the two apart, at first and after all steps. */
  private record Tolerance(DataType type, double gradients, double parameters) {}

  private static final int STEPS = 20;

  static void bothTypes(List<Layer> ours, List<Layer> stock, InputType input) {
    trainsAlike(ours, stock, input, new Tolerance(DataType.DOUBLE, 1e-12, 1e-9));
    trainsAlike(ours, stock, input, new Tolerance(DataType.FLOAT, 1e-5, 1e-4));
  }

  /** Trains both from the same parameters and compares scores, gradients, parameters, outputs. */
  private static void trainsAlike(
      List<Layer> ourLayers, List<Layer> stockLayers, InputType input, Tolerance tolerance) {
    DataType type = tolerance.type();
    MultiLayerNetwork ours = Networks.network(copy(ourLayers), input, type, new Sgd(0.05));
    MultiLayerNetwork stock = Networks.network(copy(stockLayers), input, type, new Sgd(0.05));
    Networks.scatter(ours);
    stock.setParams(ours.params());
    for (int step = 0; step < STEPS; step++) {
      DataSet minibatch = Networks.data(step, step % 4 == 3 ? 3 : 6, input, 3, type);
      ours.fit(minibatch);
      stock.fit(minibatch);
      if (step == 0) {
        assertThat(ours.score()).isCloseTo(stock.score(), within(tolerance.gradients()));
        assertThat(distance(ours.getFlattenedGradients(), stock.getFlattenedGradients()))
            .as("gradients, %s", type)
            .isLessThan(tolerance.gradients());
      }
    }
    assertThat(distance(ours.params(), stock.params()))
        .as("parameters after %d steps, %s", STEPS, type)
        .isLessThan(tolerance.parameters());
    INDArray images = Networks.data(99, 9, input, 3, type).getFeatures();
    assertThat(distance(ours.output(images), stock.output(images)))
        .as("outputs, %s", type)
        .isLessThan(tolerance.parameters());
  }

  private static List<Layer> copy(List<Layer> layers) {
    List<Layer> copies = new ArrayList<>();
    layers.forEach(layer -> copies.add(layer.clone()));
    return copies;
  }

  private static Offset<Double> within(double tolerance) {
    return Offset.offset(tolerance);
  }

  private static double distance(INDArray a, INDArray b) {
    return a.sub(b).amaxNumber().doubleValue();
  }
}
