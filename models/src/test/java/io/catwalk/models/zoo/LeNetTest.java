package io.catwalk.models.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.LayerSummary;
import io.catwalk.models.ModelCatalog;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class LeNetTest {

  @Test
  void everyLayerHasTheTextbooksShapeAndParameters() {
    assertThat(table("lenet5", 1, 2))
        .extracting(LayerSummary::output)
        .containsExactly("6@28×28", "6@14×14", "16@10×10", "16@5×5", "120", "84", "2");
    assertThat(table("lenet5", 1, 2))
        .extracting(LayerSummary::parameters)
        .containsExactly(156L, 0L, 2416L, 0L, 48120L, 10164L, 170L);
  }

  @Test
  void everyLayerHasThePapersShape() {
    assertThat(table("lenet5-classic", 1, 10))
        .extracting(LayerSummary::output)
        .containsExactly("6@28×28", "6@14×14", "16@10×10", "16@5×5", "120@1×1", "84", "10");
    assertThat(table("lenet5-classic", 1, 10))
        .extracting(LayerSummary::parameters)
        .containsExactly(156L, 0L, 2416L, 0L, 48120L, 10164L, 850L);
  }

  @ParameterizedTest
  @CsvSource({
    "lenet5,1,10,61706",
    "lenet5,1,2,61026",
    "lenet5,3,2,61326",
    "lenet5-classic,1,10,61706"
  })
  void theNetworkHasThatManyParametersAndGivesProbabilities(
      String name, int channels, int classes, long parameters) {
    ImageShape shape = new ImageShape(32, 32, channels);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            ModelCatalog.get(name).configure(shape, new Hyperparameters(classes, 1, new Sgd(0.1))));
    network.init();

    INDArray output = network.output(Nd4j.rand(5, channels, 32, 32));

    assertThat(network.numParams()).isEqualTo(parameters);
    assertThat(output.shape()).containsExactly(5, classes);
    assertThat(output.sum(1).toDoubleVector())
        .containsExactly(new double[] {1, 1, 1, 1, 1}, within(1e-4));
  }

  @Test
  void anImageThatIsTooSmallIsRefusedWithTheReason() {
    assertThatThrownBy(() -> configure("lenet5", new ImageShape(15, 32, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lenet5 expected an image of at least 16×16, found 15×32");
    assertThatThrownBy(() -> configure("lenet5-classic", new ImageShape(28, 28, 1)))
        .hasMessage("lenet5-classic expected an image of 32×32, found 28×28");
  }

  @Test
  void anUnknownNameListsTheKnown() {
    assertThatThrownBy(() -> ModelCatalog.get("lenet6"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no network is called lenet6; known are lenet5, lenet5-classic, lenet-224, fashion-dnn, fashion-cnn, vgg-explain, catwalk-small, catwalk-resnet, resnet18");
  }

  private static List<LayerSummary> table(String name, int channels, int classes) {
    ImageShape shape = new ImageShape(32, 32, channels);
    return LayerSummary.of(
        ModelCatalog.get(name).configure(shape, new Hyperparameters(classes, 1, new Sgd(0.1))),
        shape);
  }

  private static void configure(String name, ImageShape shape) {
    ModelCatalog.get(name).configure(shape, new Hyperparameters(10, 1, new Sgd(0.1)));
  }
}
