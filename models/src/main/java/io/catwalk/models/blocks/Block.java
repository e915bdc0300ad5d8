package io.catwalk.models.blocks;

import java.util.List;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * One step of a network, as data: what a network is described by, in Java or in an experiment's
 * file.
 */
public sealed interface Block
    permits ConvBlock,
        PoolBlock,
        NormBlock,
        ActivationBlock,
        DropoutBlock,
        DenseBlock,
        MeanBlock,
        ResidualBlock {

  /** The word that an experiment's file has for it. */
  String kind();

  /**
   * What comes out for one image.
   *
   * @throws IllegalArgumentException where it does not fit what comes in, with the numbers
   */
  Extent output(Extent input);

  /** It alone; {@link BlockLayers} melts it with the one behind it where a layer does both. */
  List<Layer> layers();
}
