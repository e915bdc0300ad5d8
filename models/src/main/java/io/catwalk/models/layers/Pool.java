package io.catwalk.models.layers;

import java.io.Serializable;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.InputTypeUtil;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Max pooling that a layer does as its last step: no padding, what does not fill a window is left
 * out.
 */
public final class Pool implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final int[] NO_PADDING = {0, 0};
  private static final int[] NO_DILATION = {1, 1};

  private final int[] kernel;
  private final int[] stride;

  /**
   * @param kernel height and width of a window, each at least 1
   * @param stride rows and columns from one window to the next, each at least 1
   */
  @JsonCreator
  public Pool(@JsonProperty("kernel") int[] kernel, @JsonProperty("stride") int[] stride) {
    this.kernel = positivePair("pool kernel", kernel);
    this.stride = positivePair("pool stride", stride);
  }

  /** Square windows. */
  public static Pool of(int kernel, int stride) {
    return new Pool(new int[] {kernel, kernel}, new int[] {stride, stride});
  }

  /** Height and width of a window. */
  public int[] getKernel() {
    return kernel.clone();
  }

  /** Rows and columns from one window to the next. */
  public int[] getStride() {
    return stride.clone();
  }

  /** What is left of feature maps of this type. */
  InputType outputType(InputType maps, int layerIndex, String layerName) {
    InputType.InputTypeConvolutional type = (InputType.InputTypeConvolutional) maps;
    return InputTypeUtil.getOutputTypeCnnLayers(
        maps,
        kernel,
        stride,
        NO_PADDING,
        NO_DILATION,
        ConvolutionMode.Truncate,
        type.getChannels(),
        layerIndex,
        layerName,
        type.getFormat(),
        SubsamplingLayer.class);
  }

  /** This pooling as the native operation takes it. */
  Window window(CNN2DFormat format) {
    return new Window(kernel, stride, NO_PADDING, NO_DILATION, ConvolutionMode.Truncate, format);
  }

  /** The mask of the pooled maps from the mask of the maps. */
  INDArray reduceMask(INDArray mask) {
    return ConvolutionUtils.cnn2dMaskReduction(
        mask, kernel, stride, NO_PADDING, NO_DILATION, ConvolutionMode.Truncate);
  }

  private static int[] positivePair(String what, int[] values) {
    if (values == null || values.length != 2 || values[0] < 1 || values[1] < 1) {
      throw new IllegalArgumentException(
          "expected " + what + " of two values of at least 1, found " + Arrays.toString(values));
    }
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pool
        && Arrays.equals(kernel, ((Pool) other).kernel)
        && Arrays.equals(stride, ((Pool) other).stride);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(kernel) + Arrays.hashCode(stride);
  }

  @Override
  public String toString() {
    return "max " + kernel[0] + "×" + kernel[1] + " stride " + stride[0] + "×" + stride[1];
  }
}
