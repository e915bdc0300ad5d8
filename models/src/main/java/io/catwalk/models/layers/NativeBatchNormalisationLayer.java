package io.catwalk.models.layers;

import java.util.Arrays;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@link NativeBatchNormalisation} at work: brings the input into maps [N, C, H, W], the
 * computation itself is {@link NormalisedMaps}.
 */
final class NativeBatchNormalisationLayer extends BatchNormalization {

  private static final long serialVersionUID = 1L;
  private static final String GAMMA = BatchNormalizationParamInitializer.GAMMA;
  private static final String BETA = BatchNormalizationParamInitializer.BETA;
  private static final String MEAN = BatchNormalizationParamInitializer.GLOBAL_MEAN;
  private static final String VARIANCE = BatchNormalizationParamInitializer.GLOBAL_VAR;
  private static final String LOG_DEVIATION = BatchNormalizationParamInitializer.GLOBAL_LOG_STD;

  private final transient Kernels kernels = new Kernels();
  private transient NormalisedMaps forward;
  private transient boolean lastTraining;

  NativeBatchNormalisationLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  private NativeBatchNormalisation settings() {
    return (NativeBatchNormalisation) layerConf();
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    Pass pass = new Pass(kernels, workspaces);
    NormalisedMaps normalised = compute(training, pass);
    forward = training ? normalised : null;
    lastTraining = training;
    return fromMaps(normalised.result(), pass, ArrayType.ACTIVATIONS);
  }

  private NormalisedMaps compute(boolean training, Pass pass) {
    NativeBatchNormalisation settings = settings();
    checkChannels();
    ArrayType type = training ? ArrayType.ACTIVATIONS : ArrayType.FF_WORKING_MEM;
    INDArray maps = toMaps(input.castTo(dataType), pass, type);
    NormalisedMaps.Affine affine =
        new NormalisedMaps.Affine(
            settings.getEps(),
            scaleOrLocked(GAMMA, settings.getGamma()),
            scaleOrLocked(BETA, settings.getBeta()));
    return training
        ? NormalisedMaps.train(maps, affine, settings.isRelu(), settings.getPool(), pass)
        : NormalisedMaps.infer(
            maps, running(), affine, settings.isRelu(), settings.getPool(), pass);
  }

  private void checkChannels() {
    boolean last = input.rank() == 4 && settings().getCnn2DFormat() == CNN2DFormat.NHWC;
    if (input.rank() != 2 && input.rank() != 4) {
      throw new IllegalArgumentException(
          "expected input of rank 2 or 4, found " + Arrays.toString(input.shape()) + layerId());
    }
    if (input.size(last ? 3 : 1) != settings().getNOut()) {
      throw new IllegalArgumentException(
          "expected "
              + settings().getNOut()
              + " channels, found input of shape "
              + Arrays.toString(input.shape())
              + " "
              + layerId());
    }
  }

  private double[] scaleOrLocked(String parameter, double locked) {
    if (settings().isLockGammaBeta()) {
      double[] values = new double[(int) settings().getNOut()];
      Arrays.fill(values, locked);
      return values;
    }
    return Channels.read(getParam(parameter));
  }

  private ChannelStatistics running() {
    double[] mean = Channels.read(getParam(MEAN));
    if (!settings().isUseLogStd()) {
      return new ChannelStatistics(mean, Channels.read(getParam(VARIANCE)));
    }
    double[] logs = Channels.read(getParam(LOG_DEVIATION));
    return new ChannelStatistics(
        mean, Arrays.stream(logs).map(ChannelStatistics::varianceOfLog).toArray());
  }

  /** As contiguous [N, C, H, W]; features [N, C] are maps of one value. */
  private INDArray toMaps(INDArray array, Pass pass, ArrayType type) {
    if (array.rank() == 2) {
      return pass.contiguous(array, type).reshape(array.size(0), array.size(1), 1, 1);
    }
    boolean last = settings().getCnn2DFormat() == CNN2DFormat.NHWC;
    return pass.contiguous(last ? array.permute(0, 3, 1, 2) : array, type);
  }

  private INDArray fromMaps(INDArray maps, Pass pass, ArrayType type) {
    if (input.rank() == 2) {
      return maps.reshape(maps.size(0), maps.size(1));
    }
    boolean last = settings().getCnn2DFormat() == CNN2DFormat.NHWC;
    return last ? pass.copy(maps.permute(0, 2, 3, 1), type) : maps;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray gradientAtResult, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    Pass pass = new Pass(kernels, workspaces);
    NormalisedMaps normalised = forward == null ? compute(lastTraining, pass) : forward;
    forward = null;
    INDArray arriving = toMaps(gradientAtResult.castTo(dataType), pass, ArrayType.BP_WORKING_MEM);
    NormalisedMaps.Gradients gradients = normalised.backward(arriving, pass);
    Gradient result = new DefaultGradient();
    if (!settings().isLockGammaBeta()) {
      put(result, GAMMA, gradients.gamma());
      put(result, BETA, gradients.beta());
    }
    putRunningUpdates(result, normalised.statistics());
    INDArray atInput = fromMaps(gradients.input(), pass, ArrayType.ACTIVATION_GRAD);
    return new Pair<>(result, atInput);
  }

  /** As DL4J does it: the updater subtracts these "gradients" as they are. */
  private void putRunningUpdates(Gradient result, ChannelStatistics batch) {
    double decay = settings().getDecay();
    put(result, MEAN, batch.meanUpdate(Channels.read(getParam(MEAN)), decay));
    if (settings().isUseLogStd()) {
      double[] logs = Channels.read(getParam(LOG_DEVIATION));
      put(result, LOG_DEVIATION, batch.logDeviationUpdate(logs, decay));
    } else {
      double[] variances = Channels.read(getParam(VARIANCE));
      put(result, VARIANCE, batch.varianceUpdate(variances, decay));
    }
  }

  private void put(Gradient result, String parameter, double[] values) {
    INDArray view = gradientViews.get(parameter);
    Channels.write(values, view);
    result.setGradientFor(parameter, view);
  }

  @Override
  public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
    super.setInput(input, workspaces);
    forward = null;
  }

  @Override
  public void clear() {
    super.clear();
    forward = null;
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArray(
      INDArray mask, MaskState state, int minibatchSize) {
    Pool pool = settings().getPool();
    return pool == null || mask == null
        ? new Pair<>(mask, state)
        : new Pair<>(pool.reduceMask(mask), state);
  }
}
