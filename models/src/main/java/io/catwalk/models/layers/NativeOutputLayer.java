package io.catwalk.models.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;

/** {@link NativeOutput} at work. */
final class NativeOutputLayer extends OutputLayer {

  private static final long serialVersionUID = 1L;

  private final transient Kernels kernels = new Kernels();

  /** The sum of the losses, and of which input and labels: null or stale where not yet computed. */
  private transient double lossSum;

  private transient INDArray lossInput;
  private transient INDArray lossLabels;

  NativeOutputLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  private boolean isPlainCrossEntropy() {
    ILossFunction loss = layerConf().getLossFn();
    return (loss.getClass() == LossMCXENT.class
            || loss.getClass() == LossNegativeLogLikelihood.class)
        && ((LossMCXENT) loss).getWeights() == null
        && layerConf().getActivationFn().getClass() == ActivationSoftmax.class
        && maskArray == null
        && labels != null
        && labels.rank() == 2;
  }

  /** The stock product through libnd4j's operations, where neither norm nor mask is asked for. */
  @Override
  protected Pair<INDArray, INDArray> preOutputWithPreNorm(
      boolean training, boolean forBackprop, LayerWorkspaceMgr workspaces) {
    assertInputSet(forBackprop);
    applyDropOutIfNecessary(training, workspaces);
    INDArray weights = getParamWithNoise(DefaultParamInitializer.WEIGHT_KEY, training, workspaces);
    if (hasLayerNorm() || maskArray != null || !Matrices.fit(input, weights)) {
      return super.preOutputWithPreNorm(training, forBackprop, workspaces);
    }
    INDArray bias =
        hasBias()
            ? getParamWithNoise(DefaultParamInitializer.BIAS_KEY, training, workspaces)
            : null;
    Pass pass = new Pass(kernels, workspaces);
    INDArray z = Matrices.preActivation(input.castTo(dataType), weights, bias, pass);
    return new Pair<>(z, z);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray unused, LayerWorkspaceMgr workspaces) {
    if (!isPlainCrossEntropy()) {
      return super.backpropGradient(unused, workspaces);
    }
    assertInputSet(true);
    INDArray z = preOutput2d(true, workspaces);
    INDArray target = labels.castTo(z.dataType());
    if (!target.equalShapes(z) || !isContiguous(target) || !isContiguous(z)) {
      return super.backpropGradient(unused, workspaces);
    }
    Pass pass = new Pass(kernels, workspaces);
    INDArray probabilities = z;
    kernels.softmax(z, probabilities);
    lossSum = crossEntropy(probabilities, target);
    lossInput = input;
    lossLabels = labels;

    if (((NativeOutput) layerConf()).isWeighted()) {
      // −Σ y ln p has the gradient p Σ y − y, and Σ y is the example's weight here.
      probabilities.muliColumnVector(target.sum(true, 1));
    }
    INDArray atZ = probabilities;
    kernels.subtract(probabilities, target, atZ);
    INDArray weights = getParamWithNoise(DefaultParamInitializer.WEIGHT_KEY, true, workspaces);
    Gradient result =
        Matrices.ofParameters(input.castTo(dataType), atZ, gradientViews, hasBias(), pass);
    INDArray atInput = Matrices.atInput(weights, atZ, pass);
    return new Pair<>(result, backpropDropOutIfPresent(atInput));
  }

  private static boolean isContiguous(INDArray array) {
    return array.ordering() == 'c' && Shape.hasDefaultStridesForShape(array);
  }

  /** −Σ y·ln p over minibatch and classes, p clipped as the stock loss clips it. */
  private double crossEntropy(INDArray probabilities, INDArray target) {
    double clip = ((LossMCXENT) layerConf().getLossFn()).getSoftmaxClipEps();
    double sum = 0;
    for (long i = 0; i < target.length(); i++) {
      double y = target.data().getDouble(i);
      if (y != 0) {
        double p = probabilities.data().getDouble(i);
        sum -= y * Math.log(Math.min(Math.max(p, clip), 1 - clip));
      }
    }
    return sum;
  }

  @Override
  public double computeScore(
      double regularisation, boolean training, LayerWorkspaceMgr workspaces) {
    boolean known = lossInput != null && lossInput == input && lossLabels == labels;
    if (!training || !known || !isPlainCrossEntropy()) {
      return super.computeScore(regularisation, training, workspaces);
    }
    double loss = conf().isMiniBatch() ? lossSum / getInputMiniBatchSize() : lossSum;
    score = loss + regularisation;
    forget();
    return score;
  }

  private void forget() {
    lossInput = null;
    lossLabels = null;
  }

  @Override
  public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
    super.setInput(input, workspaces);
    forget();
  }

  @Override
  public void clear() {
    super.clear();
    forget();
  }
}
