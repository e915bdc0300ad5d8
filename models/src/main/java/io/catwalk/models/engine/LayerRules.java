package io.catwalk.models.engine;

import io.catwalk.models.blocks.ActivationFunction;
import io.catwalk.models.blocks.Extent;
import io.catwalk.models.layers.Residual;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** What the engine takes of DL4J's settings; anything else is refused by name. */
final class LayerRules {

  /** Each as its builder makes it: compared as a whole, slopes and thresholds too. */
  private static final Map<IActivation, ActivationFunction> FUNCTIONS =
      Arrays.stream(ActivationFunction.values())
          .collect(Collectors.toUnmodifiableMap(ActivationFunction::made, function -> function));

  void checkNetwork(MultiLayerConfiguration network) {
    if (network.getBackpropType() != BackpropType.Standard) {
      throw new UnsupportedNetworkException(
          0, network, "expected standard backpropagation, found " + network.getBackpropType());
    }
  }

  void checkLayer(int index, NeuralNetConfiguration configuration) {
    Layer layer = configuration.getLayer();
    require(index, layer, configuration.isMiniBatch(), "a gradient meant over the minibatch");
    require(index, layer, configuration.isMinimize(), "a loss that is minimised");
    require(
        index,
        layer,
        configuration.getOptimizationAlgo() == OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT,
        "stochastic gradient descent");
    checkSettings(index, layer);
  }

  /** Of a layer alone, or within a block. */
  void checkSettings(int index, Layer layer) {
    require(
        index,
        layer,
        layer.getConstraints() == null || layer.getConstraints().isEmpty(),
        "no constraints");
    if (layer instanceof BaseLayer trained) {
      GradientNormalization normalisation = trained.getGradientNormalization();
      require(
          index,
          layer,
          normalisation == null || normalisation == GradientNormalization.None,
          "no gradient normalisation");
      require(index, layer, trained.getWeightNoise() == null, "no weight noise");
    }
  }

  void checkPreprocessor(int index, MultiLayerConfiguration network) {
    InputPreProcessor found = network.getInputPreProcess(index);
    require(
        index,
        network.getConf(index).getLayer(),
        found == null
            || found instanceof CnnToFeedForwardPreProcessor flat
                && flat.getFormat() == CNN2DFormat.NCHW,
        "no preprocessor but the one that flattens maps");
  }

  /** Share that dropout in front of a layer keeps; empty where there is none. */
  OptionalDouble kept(int index, Layer layer) {
    if (layer.getIDropout() == null) {
      return OptionalDouble.empty();
    }
    boolean plain =
        layer.getIDropout() instanceof Dropout dropout
            && dropout.getPSchedule() == null
            && dropout.getP() > 0
            && dropout.getP() <= 1;
    require(index, layer, plain, "plain dropout with a fixed rate");
    double kept = ((Dropout) layer.getIDropout()).getP();
    return kept == 1 ? OptionalDouble.empty() : OptionalDouble.of(kept);
  }

  ActivationFunction function(int index, BaseLayer layer) {
    return function(index, layer, layer.getActivationFn());
  }

  ActivationFunction function(int index, ActivationLayer layer) {
    return function(index, layer, layer.getActivationFn());
  }

  private static ActivationFunction function(int index, Layer layer, IActivation found) {
    ActivationFunction function = FUNCTIONS.get(found);
    require(index, layer, function != null, "an activation function of " + FUNCTIONS.values());
    return function;
  }

  void checkMaps(int index, Layer layer, Extent input, CNN2DFormat format) {
    require(index, layer, !input.flat(), "feature maps");
    require(index, layer, format == CNN2DFormat.NCHW, "channels before rows and columns");
  }

  void checkPooling(int index, SubsamplingLayer layer) {
    PoolingType type = layer.getPoolingType();
    require(
        index,
        layer,
        type == PoolingType.MAX || type == PoolingType.AVG,
        "pooling by maximum or average");
    require(
        index,
        layer,
        type == PoolingType.MAX || !layer.isAvgPoolIncludePadInDivisor(),
        "averages of what is no padding");
  }

  void checkNormalisation(int index, BatchNormalization layer) {
    require(index, layer, layer.isMinibatch(), "statistics of minibatches");
    require(index, layer, layer.getCnn2DFormat() == CNN2DFormat.NCHW, "channels before rows");
  }

  void checkMean(int index, GlobalPoolingLayer layer, Extent input) {
    require(index, layer, !input.flat(), "feature maps");
    int[] dimensions = layer.getPoolingDimensions();
    boolean maps = dimensions == null || Arrays.equals(dimensions, new int[] {2, 3});
    require(
        index,
        layer,
        layer.getPoolingType() == PoolingType.AVG && maps && layer.isCollapseDimensions(),
        "global pooling by the mean of maps");
  }

  void checkSum(int index, Residual block, Extent main, Extent side) {
    require(
        index,
        block,
        !block.getLayers().isEmpty() && main.equals(side),
        "layers of the residual block to leave what its shortcut leaves, "
            + side
            + ", and not "
            + main);
  }

  void checkNoLayerNorm(int index, DenseLayer layer) {
    require(index, layer, !layer.hasLayerNorm(), "no layer normalisation");
  }

  LossMCXENT crossEntropy(int index, OutputLayer layer) {
    boolean plain =
        layer.getLossFn() instanceof LossMCXENT loss
            && loss.getWeights() == null
            && layer.getActivationFn() instanceof ActivationSoftmax;
    require(index, layer, plain, "softmax with unweighted cross entropy");
    return (LossMCXENT) layer.getLossFn();
  }

  private static void require(int index, Layer layer, boolean is, String expected) {
    if (!is) {
      throw new UnsupportedNetworkException(index, layer, "expected " + expected);
    }
  }
}
