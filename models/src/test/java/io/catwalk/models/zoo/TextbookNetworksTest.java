package io.catwalk.models.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.LayerSummary;
import io.catwalk.models.ModelCatalog;
import io.catwalk.models.ModelDefinition;
import io.catwalk.models.layers.LayerKit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Sgd;

class TextbookNetworksTest {

  @Test
  void fashionCnnHasTheTextbooksShapesAndParameters() {
    assertThat(stock("fashion-cnn", 10))
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
    assertThat(stock("lenet-224", 2))
        .extracting(LayerSummary::output)
        .containsExactly("16@220×220", "16@110×110", "32@106×106", "32@53×53", "512", "2");
    assertThat(parameters("lenet-224", 2)).isEqualTo(46_038_242);
  }

  @Test
  void bothKitsBuildNetworksOfTheSameParameters() {
    for (ModelDefinition definition : ModelCatalog.all()) {
      assertThat(sum(table(definition, 10, LayerKit.NATIVE)))
          .as(definition.name())
          .isEqualTo(sum(table(definition, 10, LayerKit.STOCK)));
    }
  }

  private static List<LayerSummary> stock(String name, int classes) {
    return table(ModelCatalog.get(name), classes, LayerKit.STOCK);
  }

  private static long parameters(String name, int classes) {
    return sum(stock(name, classes));
  }

  private static long sum(List<LayerSummary> table) {
    return table.stream().mapToLong(LayerSummary::parameters).sum();
  }

  private static List<LayerSummary> table(ModelDefinition definition, int classes, LayerKit kit) {
    return LayerSummary.of(
        definition.configure(
            definition.designShape(), new Hyperparameters(classes, 1, new Sgd(0.1), kit)),
        definition.designShape());
  }
}
