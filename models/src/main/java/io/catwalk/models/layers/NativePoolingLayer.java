package io.catwalk.models.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link NativePooling} at work. */
final class NativePoolingLayer extends SubsamplingLayer {

  private static final long serialVersionUID = 1L;

  private final transient Kernels kernels = new Kernels();

  NativePoolingLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  private boolean isNative() {
    PoolingType type = layerConf().getPoolingType();
    return input.rank() == 4 && (type == PoolingType.MAX || type == PoolingType.AVG);
  }

  private boolean isMax() {
    return layerConf().getPoolingType() == PoolingType.MAX;
  }

  private Window window() {
    return ((NativePooling) layerConf()).window();
  }

  private int divisor() {
    return layerConf().isAvgPoolIncludePadInDivisor() ? 1 : 0;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    if (!isNative()) {
      return super.activate(training, workspaces);
    }
    Pass pass = new Pass(kernels, workspaces);
    Window window = window();
    INDArray maps = pass.contiguous(input.castTo(dataType), ArrayType.FF_WORKING_MEM);
    INDArray pooled =
        pass.create(
            ArrayType.ACTIVATIONS,
            dataType,
            window.outputShape(maps, maps.size(window.channelsLast() ? 3 : 1)));
    if (isMax()) {
      kernels.maxPool(maps, window, pooled);
    } else {
      kernels.averagePool(maps, window, divisor(), pooled);
    }
    return pooled;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray gradientAtResult, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    if (!isNative()) {
      return super.backpropGradient(gradientAtResult, workspaces);
    }
    Pass pass = new Pass(kernels, workspaces);
    INDArray maps = pass.contiguous(input.castTo(dataType), ArrayType.BP_WORKING_MEM);
    INDArray arriving =
        pass.contiguous(gradientAtResult.castTo(dataType), ArrayType.BP_WORKING_MEM);
    INDArray atInput = pass.like(maps, ArrayType.ACTIVATION_GRAD);
    if (isMax()) {
      kernels.maxPoolBackward(maps, arriving, window(), atInput);
    } else {
      kernels.averagePoolBackward(maps, arriving, window(), divisor(), atInput);
    }
    return new Pair<>(new DefaultGradient(), atInput);
  }
}
