package io.catwalk.models;

import io.catwalk.models.zoo.CatwalkResnet;
import io.catwalk.models.zoo.CatwalkSmall;
import io.catwalk.models.zoo.FashionCnn;
import io.catwalk.models.zoo.FashionDnn;
import io.catwalk.models.zoo.LeNet224;
import io.catwalk.models.zoo.LeNet5;
import io.catwalk.models.zoo.LeNet5Classic;
import io.catwalk.models.zoo.ResNet18;
import io.catwalk.models.zoo.VggExplain;
import java.util.List;

/** The networks by name. */
public final class ModelCatalog {

  private static final List<ModelDefinition> ALL =
      List.of(
          LeNet5.NETWORK,
          LeNet5Classic.NETWORK,
          LeNet224.NETWORK,
          FashionDnn.NETWORK,
          FashionCnn.NETWORK,
          VggExplain.NETWORK,
          CatwalkSmall.NETWORK,
          CatwalkResnet.NETWORK,
          ResNet18.NETWORK);

  private ModelCatalog() {}

  /** Every network, in the order in which a person meets them. */
  public static List<ModelDefinition> all() {
    return ALL;
  }

  public static List<String> names() {
    return ALL.stream().map(ModelDefinition::name).toList();
  }

  /**
   * @throws IllegalArgumentException when there is no such network; the message lists the known
   */
  public static ModelDefinition get(String name) {
    return ALL.stream()
        .filter(definition -> definition.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no network is called " + name + "; known are " + String.join(", ", names())));
  }
}
