package io.catwalk.models.graph;

import java.util.Arrays;
import java.util.Locale;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** {@link GraphConvolution} at work. */
final class GraphConvolutionLayer extends BaseLayer<GraphConvolution> {

  private static final long serialVersionUID = 1L;

  private transient INDArray adjacency;

  GraphConvolutionLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  /** Â, made outside of any workspace: it lives as long as the layer. */
  private INDArray adjacency() {
    if (adjacency == null) {
      try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
        adjacency = Nd4j.createFromArray(layerConf().getAdjacency()).castTo(dataType);
      }
    }
    return adjacency;
  }

  @Override
  protected Pair<INDArray, INDArray> preOutputWithPreNorm(
      boolean training, boolean forBackprop, LayerWorkspaceMgr workspaces) {
    assertInputSet(forBackprop);
    long nodes = adjacency().size(0);
    if (input.rank() != 2 || input.size(0) != nodes || input.size(1) != layerConf().getNIn()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "layer %d: expected the whole graph, [%d, %d], found %s",
              index,
              nodes,
              layerConf().getNIn(),
              Arrays.toString(input.shape())));
    }
    applyDropOutIfNecessary(training, workspaces);
    INDArray weights = getParamWithNoise(DefaultParamInitializer.WEIGHT_KEY, training, workspaces);
    INDArray own = input.castTo(dataType).mmul(weights);
    INDArray z =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS, dataType, new long[] {nodes, weights.size(1)}, 'c');
    z.assign(adjacency().mmul(own));
    z.addiRowVector(getParamWithNoise(DefaultParamInitializer.BIAS_KEY, training, workspaces));
    return new Pair<>(z, z);
  }

  /** Â is symmetric, so that what reaches H·W is Â times what reaches z. */
  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray gradientAtResult, LayerWorkspaceMgr workspaces) {
    INDArray z = preOutputWithPreNorm(true, true, workspaces).getFirst();
    INDArray atZ = layerConf().getActivationFn().backprop(z, gradientAtResult).getFirst();
    INDArray atOwn = adjacency().mmul(atZ);
    Gradient gradient = new DefaultGradient();
    INDArray atWeights = gradientViews.get(DefaultParamInitializer.WEIGHT_KEY);
    atWeights.assign(input.castTo(dataType).transpose().mmul(atOwn));
    gradient.setGradientFor(DefaultParamInitializer.WEIGHT_KEY, atWeights);
    INDArray atBiases = gradientViews.get(DefaultParamInitializer.BIAS_KEY);
    atBiases.assign(atZ.sum(0));
    gradient.setGradientFor(DefaultParamInitializer.BIAS_KEY, atBiases);
    INDArray weights = getParamWithNoise(DefaultParamInitializer.WEIGHT_KEY, true, workspaces);
    INDArray atInput = workspaces.dup(ArrayType.ACTIVATION_GRAD, atOwn.mmul(weights.transpose()));
    weightNoiseParams.clear();
    return new Pair<>(gradient, backpropDropOutIfPresent(atInput));
  }
}
