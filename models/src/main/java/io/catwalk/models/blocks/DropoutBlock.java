package io.catwalk.models.blocks;

import io.catwalk.models.layers.Layers;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * Makes a random share of the values zero while the network is trained.
 *
 * @param rate that share, from 0 to below 1
 */
public record DropoutBlock(double rate) implements Block {

  public DropoutBlock {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("expected a rate from 0 to below 1, found " + rate);
    }
  }

  @Override
  public String kind() {
    return "dropout";
  }

  @Override
  public Extent output(Extent input) {
    return input;
  }

  @Override
  public List<Layer> layers() {
    return List.of(Layers.dropout(rate));
  }
}
