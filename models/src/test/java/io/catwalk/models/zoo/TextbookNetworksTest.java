package io.catwalk.models.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.LayerSummary;
import io.catwalk.models.ModelCatalog;
import io.catwalk.models.ModelDefinition;
import io.catwalk.models.blocks.Extent;
import io.catwalk.models.engine.Operation;
import io.catwalk.models.engine.Plan;
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

  /** Table 1 of the paper; parameters as torchvision counts them, and the running statistics. */
  @Test
  void resNet18HasThePapersShapesAndParameters() {
    List<LayerSummary> table = table("resnet18", 1000);

    assertThat(table)
        .extracting(LayerSummary::output)
        .containsExactly(
            "64@112×112",
            "64@112×112",
            "64@112×112",
            "64@56×56",
            "64@56×56",
            "64@56×56",
            "128@28×28",
            "128@28×28",
            "256@14×14",
            "256@14×14",
            "512@7×7",
            "512@7×7",
            "512",
            "1000");
    assertThat(table)
        .filteredOn(layer -> layer.name().startsWith("residual"))
        .extracting(LayerSummary::parameters)
        .containsExactly(
            74_240L, 74_240L, 230_912L, 295_936L, 920_576L, 1_181_696L, 3_676_160L, 4_722_688L);
    assertThat(sum(table)).isEqualTo(11_689_512 + 9_600);
    assertThat(products(ModelCatalog.get("resnet18"))).isBetween(1.8e9, 1.83e9);
  }

  /** Multiplications of the convolutions and the output layer, for one image. */
  private static double products(ModelDefinition definition) {
    Plan plan =
        Plan.of(
            definition.configure(definition.designShape(), Hyperparameters.forInspection(1000)),
            Extent.of(definition.designShape()));
    double products = 0;
    for (Operation operation : plan.operations()) {
      int positions =
          plan.values().get(operation.output()).height()
              * plan.values().get(operation.output()).width();
      if (operation instanceof Operation.Convolve it) {
        products += (double) positions * plan.parameters().get(it.weights()).length();
      } else if (operation instanceof Operation.Dense it) {
        products += plan.parameters().get(it.weights()).length();
      }
    }
    return products;
  }

  @ParameterizedTest
  @CsvSource({
    "28, 1, 10, 483306, 96@7×7",
    "63, 1, 10, 483306, 96@16×16",
    "64, 1, 10, 483306, 96@8×8",
    "64, 3, 2, 483106, 96@8×8"
  })
  void catwalkResnetHasTheSameParametersForEverySize(
      int side, int channels, int classes, long parameters, String maps) {
    List<LayerSummary> table =
        table("catwalk-resnet", new ImageShape(side, side, channels), classes);

    assertThat(sum(table)).isEqualTo(parameters).isLessThan(500_000);
    assertThat(table).filteredOn(layer -> layer.type().equals("Residual")).hasSize(6);
    assertThat(table).extracting(LayerSummary::output).contains(maps);
  }

  private static List<LayerSummary> catwalkSmall(int side, int channels, int classes) {
    return table("catwalk-small", new ImageShape(side, side, channels), classes);
  }

  private static List<LayerSummary> table(String name, ImageShape shape, int classes) {
    return LayerSummary.of(
        ModelCatalog.get(name).configure(shape, Hyperparameters.forInspection(classes)), shape);
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
