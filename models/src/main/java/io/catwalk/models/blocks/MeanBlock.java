package io.catwalk.models.blocks;

import io.catwalk.models.layers.Layers;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Global average pooling: each map becomes its mean, whatever its size. */
public record MeanBlock() implements Block {

  @Override
  public String kind() {
    return "global-pool";
  }

  @Override
  public Extent output(Extent input) {
    input.expectMaps("global pooling");
    return Extent.values(input.channels());
  }

  @Override
  public List<Layer> layers() {
    return List.of(Layers.globalAveragePool());
  }
}
