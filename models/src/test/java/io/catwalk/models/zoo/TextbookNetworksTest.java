package io.catwalk.models.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.LayerSummary;
import io.catwalk.models.ModelCatalog;
import io.catwalk.models.ModelDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.learning.config.Sgd;

class TextbookNetworksTest {

  @Test
  void fashionCnnHasTheTextbooksShapesAndParameters() {
    assertThat(table("fashion-cnn", 10))
        .extracting(LayerSummary::output)
        .containsExactly(
            "32@28×28",
            "32@28×28",
            "32@28×28",
            "32@14×14",
            "64@12×12",
            "64@12×12",
            "64@12×12",
            "64@6×6",
            "600",
            "600",
            "120",
            "10");
    assertThat(parameters("fashion-cnn", 10)).isEqualTo(1_475_530);
  }

  @Test
  void leNet224HasTheTextbooksShapesAndParameters() {
    assertThat(table("lenet-224", 2))
        .extracting(LayerSummary::output)
        .containsExactly("16@220×220", "16@110×110", "32@106×106", "32@53×53", "512", "2");
    assertThat(parameters("lenet-224", 2)).isEqualTo(46_038_242);
  }

  @Test
  void fashionDnnHasTheTextbooksShapesAndParameters() {
    assertThat(table("fashion-dnn", 10))
        .extracting(LayerSummary::output)
        .containsExactly("256", "256", "128", "10");
    assertThat(parameters("fashion-dnn", 10)).isEqualTo(235_146);
  }

  @Test
  void vggExplainHasThirteenConvolutionsAndLeavesAPixel() {
    List<LayerSummary> table = table("vgg-explain", 10);

    assertThat(table).filteredOn(layer -> layer.type().equals("Convolution")).hasSize(13);
    assertThat(table).filteredOn(layer -> layer.type().equals("Dropout")).hasSize(10);
    assertThat(table)
        .filteredOn(layer -> layer.name().startsWith("pool"))
        .extracting(LayerSummary::output)
        .containsExactly("64@16×16", "128@8×8", "256@4×4", "512@2×2", "512@1×1");
    assertThat(parameters("vgg-explain", 10)).isEqualTo(14_997_194);
  }

  /** The same parameters fit every size, so that one trained on small images starts another. */
  @ParameterizedTest
  @CsvSource({"32,1,10,409770", "63,1,10,409770", "64,1,10,409770", "64,3,2,408802"})
  void catwalkSmallHasTheSameParametersForEverySize(
      int side, int channels, int classes, long parameters) {
    assertThat(sum(catwalkSmall(side, channels, classes))).isEqualTo(parameters);
  }

  @ParameterizedTest
  @CsvSource({"32,3", "64,4"})
  void catwalkSmallsLastMapsAreFourByFour(int side, int pools) {
    List<LayerSummary> table = catwalkSmall(side, 1, 10);

    assertThat(table).filteredOn(layer -> layer.name().startsWith("pool")).hasSize(pools);
    assertThat(table).extracting(LayerSummary::output).contains("192@4×4");
  }

  private static List<LayerSummary> catwalkSmall(int side, int channels, int classes) {
    ImageShape shape = new ImageShape(side, side, channels);
    return LayerSummary.of(
        ModelCatalog.get("catwalk-small").configure(shape, Hyperparameters.forInspection(classes)),
        shape);
  }

  private static List<LayerSummary> table(String name, int classes) {
    return table(ModelCatalog.get(name), classes);
  }

  private static long parameters(String name, int classes) {
    return sum(table(name, classes));
  }

  private static long sum(List<LayerSummary> table) {
    return table.stream().mapToLong(LayerSummary::parameters).sum();
  }

  private static List<LayerSummary> table(ModelDefinition definition, int classes) {
    return LayerSummary.of(
        definition.configure(
            definition.designShape(), new Hyperparameters(classes, 1, new Sgd(0.1))),
        definition.designShape());
  }
}
