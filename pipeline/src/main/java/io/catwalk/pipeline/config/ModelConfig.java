package io.catwalk.pipeline.config;

import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.models.ModelDefinition;
import io.catwalk.models.blocks.Block;
import io.catwalk.models.zoo.DescribedNetwork;
import io.catwalk.pipeline.CatwalkException;
import java.util.List;

/**
 * Which network ({@code model.*}).
 *
 * @param name a name that {@code catwalk models} lists, or that of a network of the experiment's
 *     own
 * @param classes number of classes; 0 takes it from the dataset
 * @param layers all but the output layer of a network of the experiment's own; empty for a network
 *     by its name
 * @param start from which network training begins
 */
public record ModelConfig(String name, int classes, List<Block> layers, StartConfig start) {

  public ModelConfig {
    layers = List.copyOf(layers);
  }

  /**
   * The network for images of this shape, with random weights.
   *
   * @throws CatwalkException (usage) when it is a stored one, which says itself what it is
   */
  public ModelDefinition definition(ImageShape shape) {
    if (start.isStored()) {
      throw CatwalkException.usage(
          "model.from = " + start.from() + ": this command takes no stored network");
    }
    return layers.isEmpty() ? ModelCatalog.get(name) : DescribedNetwork.own(name, shape, layers);
  }

  /** A network by its name. */
  public ModelConfig(String name, int classes) {
    this(name, classes, List.of(), StartConfig.NEW);
  }
}
