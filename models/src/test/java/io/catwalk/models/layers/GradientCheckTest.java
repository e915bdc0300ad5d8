package io.catwalk.models.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Every layer's gradients against finite differences, in double precision. */
@Tag("every-binary")
class GradientCheckTest {

  /** Running statistics are no parameters of the loss. */
  private static final Set<String> STATISTICS =
      Set.of("0_mean", "0_var", "0_log10stdev", "1_mean", "1_var", "1_log10stdev");

  private static final InputType MAPS = InputType.convolutional(7, 6, 2);

  @BeforeAll
  static void doublePrecision() {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
  }

  @AfterAll
  static void singlePrecision() {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
  }

  static Stream<Arguments> layers() {
    List<Arguments> all = new ArrayList<>();
    for (Activation activation :
        List.of(
            Activation.RELU,
            Activation.TANH,
            Activation.SOFTPLUS,
            Activation.IDENTITY,
            Activation.LEAKYRELU,
            Activation.SWISH)) {
      all.add(maps("convolution " + activation, convolution(3, 2).activation(activation)));
      all.add(
          maps(
              "pooled convolution " + activation,
              convolution(2, 3).pool(Pool.of(2, 2)).activation(activation)));
      all.add(features("dense " + activation, dense(activation).build()));
    }
    all.add(maps("stride", tanh(convolution(3, 3)).stride(2, 1)));
    all.add(maps("padding", tanh(convolution(3, 2)).padding(2, 1)));
    all.add(maps("dilation", tanh(convolution(2, 2)).dilation(2, 3)));
    all.add(maps("same", tanh(convolution(3, 2)).convolutionMode(ConvolutionMode.Same)));
    all.add(
        maps(
            "same, stride",
            tanh(convolution(3, 3)).convolutionMode(ConvolutionMode.Same).stride(2, 2)));
    all.add(maps("no bias", tanh(convolution(3, 3)).hasBias(false)));
    all.add(maps("input gradient", tanh(convolution(3, 3)).inputGradient(true)));
    all.add(
        maps(
            "overlapping pool",
            tanh(convolution(2, 2)).pool(new Pool(new int[] {3, 2}, new int[] {2, 1}))));
    all.add(
        Arguments.of(
            "one channel", InputType.convolutional(7, 6, 1), tanh(convolution(3, 2)).build()));
    all.add(
        Arguments.of(
            "one channel, padding, pool",
            InputType.convolutional(7, 6, 1),
            tanh(convolution(3, 2)).pool(Pool.of(2, 2)).padding(1, 1).build()));
    all.add(
        Arguments.of(
            "channels last",
            InputType.convolutional(7, 6, 2, CNN2DFormat.NHWC),
            tanh(convolution(3, 2)).pool(Pool.of(2, 2)).dataFormat(CNN2DFormat.NHWC).build()));
    all.add(Arguments.of("max pool", MAPS, pooling(PoolingType.MAX).build()));
    all.add(Arguments.of("average pool", MAPS, pooling(PoolingType.AVG).build()));
    all.add(
        Arguments.of("average pool, padded", MAPS, pooling(PoolingType.AVG).padding(1, 1).build()));
    all.add(Arguments.of("norm of maps", MAPS, norm().build()));
    all.add(Arguments.of("norm, relu", MAPS, norm().relu(true).build()));
    all.add(Arguments.of("norm, relu, pool", MAPS, norm().relu(true).pool(Pool.of(2, 2)).build()));
    all.add(Arguments.of("norm, pool", MAPS, norm().pool(Pool.of(3, 2)).build()));
    all.add(
        Arguments.of(
            "norm, variance as it is, other epsilon",
            MAPS,
            useLogStd(norm(), false).relu(true).pool(Pool.of(2, 2)).build()));
    all.add(
        Arguments.of("norm, locked", MAPS, locked(norm()).relu(true).pool(Pool.of(2, 2)).build()));
    all.add(
        Arguments.of(
            "norm, channels last",
            InputType.convolutional(7, 6, 2, CNN2DFormat.NHWC),
            norm().relu(true).pool(Pool.of(2, 2)).build()));
    all.add(features("norm of features", norm().build()));
    all.add(features("norm of features, relu", norm().relu(true).build()));
    all.add(features("dense without bias", dense(Activation.TANH).hasBias(false).build()));
    all.add(features("dense, layer norm", dense(Activation.TANH).hasLayerNorm(true).build()));
    return all.stream();
  }

  private static Arguments maps(String name, Layer.Builder<?> builder) {
    return Arguments.of(name, MAPS, builder.build());
  }

  private static Arguments features(String name, Layer layer) {
    return Arguments.of(name, InputType.feedForward(5), layer);
  }

  private static NativeConvolution.Builder convolution(int height, int width) {
    return (NativeConvolution.Builder) new NativeConvolution.Builder(height, width).nOut(3);
  }

  private static NativeConvolution.Builder tanh(NativeConvolution.Builder builder) {
    return (NativeConvolution.Builder) builder.activation(Activation.TANH);
  }

  private static NativePooling.Builder pooling(PoolingType type) {
    return (NativePooling.Builder) new NativePooling.Builder(type).kernelSize(3, 2).stride(2, 2);
  }

  private static NativeBatchNormalisation.Builder norm() {
    return new NativeBatchNormalisation.Builder();
  }

  private static NativeBatchNormalisation.Builder useLogStd(
      NativeBatchNormalisation.Builder builder, boolean use) {
    builder.useLogStd(use).eps(1e-2);
    return builder;
  }

  private static NativeBatchNormalisation.Builder locked(NativeBatchNormalisation.Builder builder) {
    builder.lockGammaBeta(true).gamma(-1.5).beta(0.3);
    return builder;
  }

  private static NativeDense.Builder dense(Activation activation) {
    return (NativeDense.Builder) new NativeDense.Builder().nOut(4).activation(activation);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void firstLayer(String name, InputType input, Layer layer) {
    check(List.of(layer.clone(), output()), input);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void innerLayer(String name, InputType input, Layer layer) {
    Layer before =
        input.getType() == InputType.Type.CNN
            ? tanh(convolution(2, 2))
                .convolutionMode(ConvolutionMode.Same)
                .nOut(channels(input))
                .build()
            : new NativeDense.Builder().nOut(5).activation(Activation.TANH).build();
    check(List.of(before, layer.clone(), output()), input);
  }

  private static long channels(InputType input) {
    return ((InputType.InputTypeConvolutional) input).getChannels();
  }

  private static Layer output() {
    return new NativeOutput.Builder(LossFunction.MCXENT)
        .nOut(3)
        .activation(Activation.SOFTMAX)
        .build();
  }

  static Stream<Arguments> losses() {
    INDArray weights = Nd4j.createFromArray(new double[][] {{1, 2, 0.5}});
    return Stream.of(
        Arguments.of(LossFunction.MCXENT.getILossFunction(), Activation.SOFTMAX),
        Arguments.of(LossFunction.NEGATIVELOGLIKELIHOOD.getILossFunction(), Activation.SOFTMAX),
        Arguments.of(new LossMCXENT(weights), Activation.SOFTMAX),
        Arguments.of(LossFunction.MSE.getILossFunction(), Activation.TANH));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void outputLayer(org.nd4j.linalg.lossfunctions.ILossFunction loss, Activation activation) {
    Layer layer = new NativeOutput.Builder(loss).nOut(3).activation(activation).build();
    check(List.of(layer), InputType.feedForward(5));
  }

  private static void check(List<Layer> layers, InputType input) {
    MultiLayerNetwork network = Networks.network(layers, input, DataType.DOUBLE, new NoOp());
    Networks.scatter(network);
    DataSet data = Networks.data(7, 6, input, 3, DataType.DOUBLE);
    boolean right =
        GradientCheckUtil.checkGradients(
            new GradientCheckUtil.MLNConfig()
                .net(network)
                .input(data.getFeatures())
                .labels(data.getLabels())
                .epsilon(1e-6)
                .maxRelError(1e-5)
                .minAbsoluteError(1e-7)
                .print(GradientCheckUtil.PrintMode.FAILURES_ONLY)
                .excludeParams(STATISTICS));
    assertThat(right).isTrue();
  }
}
