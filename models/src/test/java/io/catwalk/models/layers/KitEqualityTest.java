package io.catwalk.models.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Whole networks of the native kit against the same of the stock kit. */
@Tag("every-binary")
class KitEqualityTest {

  @Test
  void lenet5TrainsAsStockDoesInDouble() {
    trainsAlike(
        Networks.lenet5(LayerKit.NATIVE, DataType.DOUBLE),
        Networks.lenet5(LayerKit.STOCK, DataType.DOUBLE),
        32,
        1e-9);
  }

  @Test
  void lenet5TrainsAsStockDoesInFloat() {
    trainsAlike(
        Networks.lenet5(LayerKit.NATIVE, DataType.FLOAT),
        Networks.lenet5(LayerKit.STOCK, DataType.FLOAT),
        32,
        2e-3);
  }

  @Test
  void fashionCnnTrainsAsStockDoesInDouble() {
    trainsAlike(
        Networks.fashionCnn(LayerKit.NATIVE, DataType.DOUBLE, 0),
        Networks.fashionCnn(LayerKit.STOCK, DataType.DOUBLE, 0),
        28,
        1e-7);
  }

  private static void trainsAlike(
      MultiLayerNetwork ours, MultiLayerNetwork stock, int size, double tolerance) {
    DataType type = ours.getLayerWiseConfigurations().getDataType();
    stock.setParams(ours.params());
    for (int step = 0; step < 20; step++) {
      DataSet minibatch = Networks.images(step, step % 5 == 4 ? 5 : 8, 1, size, 10, type);
      ours.fit(minibatch);
      stock.fit(minibatch);
      assertThat(ours.score()).as("score at step %d", step).isCloseTo(stock.score(), within(1e-3));
    }
    assertThat(distance(ours.params(), stock.params())).isLessThan(tolerance);
    INDArray images = Networks.images(99, 16, 1, size, 10, type).getFeatures();
    assertThat(distance(ours.output(images), stock.output(images))).isLessThan(tolerance * 10);
  }

  private static double distance(INDArray a, INDArray b) {
    return a.sub(b).amaxNumber().doubleValue();
  }
}
