package io.catwalk.models.onnx;

import io.catwalk.models.blocks.Extent;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/** MaxPool and AveragePool. */
final class PoolNodes {

  private PoolNodes() {}

  /** What it leaves of maps. */
  static Extent read(Operator node, Extent input, ImportedLayers layers) {
    boolean max = node.type().equals("MaxPool");
    SlidingWindow window = SlidingWindow.of(node, Optional.empty(), input);
    if (max) {
      node.expect("storage_order", 0);
    } else if (window.padded()) {
      // Deeplearning4j's averages leave the padding out; PyTorch's default counts it.
      if (node.integer("count_include_pad", 0) != 0) {
        throw node.misfit(
            "attribute count_include_pad is 1 where there is padding; expected 0, as of AvgPool2d(…, count_include_pad=False)");
      }
    } else {
      node.integer("count_include_pad", 0);
    }
    if (window.isDilated()) {
      throw node.misfit("attribute dilations is above 1; expected 1");
    }
    if (window.padsAsFarAsItReaches()) {
      throw node.misfit("attribute pads reaches over the window; expected less than kernel_shape");
    }
    layers.add(
        node,
        new SubsamplingLayer.Builder(max ? PoolingType.MAX : PoolingType.AVG)
            .kernelSize(window.kernel())
            .stride(window.stride())
            .padding(window.told())
            .convolutionMode(window.mode())
            .build());
    return window.output(input.channels());
  }

  /** One window over all of each map. */
  static Extent maximum(Operator node, Extent input, ImportedLayers layers) {
    int[] whole = {input.height(), input.width()};
    layers.add(
        node,
        new SubsamplingLayer.Builder(PoolingType.MAX)
            .kernelSize(whole)
            .stride(whole)
            .convolutionMode(ConvolutionMode.Truncate)
            .build());
    return new Extent(input.channels(), 1, 1, false);
  }
}
