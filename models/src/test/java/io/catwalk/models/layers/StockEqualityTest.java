package io.catwalk.models.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Native layers against DL4J's own: outputs, gradients, and parameters after 20 steps. */
class StockEqualityTest {

  /** Settings of a layer, given to the builder of either kind. */
  private interface Settings<B> {
    void on(B builder);
  }

  static Stream<Arguments> convolutions() {
    List<Arguments> all = new ArrayList<>();
    add(all, "plain", 1, b -> {});
    add(all, "three channels", 3, b -> {});
    add(all, "stride", 2, b -> b.stride(2, 3));
    add(all, "stride, one channel", 1, b -> b.stride(2, 2));
    add(all, "padding", 1, b -> b.padding(2, 1));
    add(all, "padding, channels", 3, b -> b.padding(1, 1));
    add(all, "stride and padding that leave a rest", 2, b -> b.stride(2, 2).padding(1, 1));
    add(all, "strict", 2, b -> b.convolutionMode(ConvolutionMode.Strict));
    add(all, "same", 2, b -> b.convolutionMode(ConvolutionMode.Same));
    add(all, "same, stride", 3, b -> b.convolutionMode(ConvolutionMode.Same).stride(2, 2));
    add(all, "same, one channel", 1, b -> b.convolutionMode(ConvolutionMode.Same));
    add(all, "same, even kernel", 2, b -> b.kernelSize(2, 4).convolutionMode(ConvolutionMode.Same));
    add(all, "dilation", 2, b -> b.dilation(2, 2));
    add(all, "dilation, padding, one channel", 1, b -> b.dilation(2, 3).padding(2, 2));
    add(all, "dilation, same", 2, b -> b.dilation(2, 2).convolutionMode(ConvolutionMode.Same));
    add(all, "kernel of one", 3, b -> b.kernelSize(1, 1));
    add(all, "large kernel", 2, b -> b.kernelSize(9, 8));
    add(all, "no bias", 2, b -> b.hasBias(false));
    add(all, "no bias, one channel", 1, b -> b.hasBias(false));
    add(
        all,
        "l2 and constraint",
        2,
        b -> b.l2(0.1).constrainWeights(new MaxNormConstraint(0.5, 1)));
    for (Activation activation :
        List.of(
            Activation.RELU,
            Activation.SIGMOID,
            Activation.LEAKYRELU,
            Activation.ELU,
            Activation.GELU,
            Activation.HARDTANH)) {
      add(all, activation.name(), 2, b -> b.activation(activation));
    }
    return all.stream();
  }

  private static void add(
      List<Arguments> all, String name, int channels, Settings<ConvolutionLayer.Builder> settings) {
    all.add(Arguments.of(name, channels, settings));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("convolutions")
  void convolution(String name, int channels, Settings<ConvolutionLayer.Builder> settings) {
    ConvolutionLayer.Builder ours = base(new NativeConvolution.Builder());
    ConvolutionLayer.Builder stock = base(new ConvolutionLayer.Builder());
    settings.on(ours);
    settings.on(stock);
    InputType input = InputType.convolutional(11, 10, channels);
    StockComparison.bothTypes(
        List.of(ours.build(), output()), List.of(stock.build(), stockOutput()), input);
  }

  private static ConvolutionLayer.Builder base(ConvolutionLayer.Builder builder) {
    return builder.kernelSize(3, 3).nOut(4).activation(Activation.TANH);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("convolutions")
  void convolutionWithPoolAsAnInnerLayer(
      String name, int channels, Settings<ConvolutionLayer.Builder> settings) {
    NativeConvolution.Builder ours = new NativeConvolution.Builder();
    ConvolutionLayer.Builder stock = base(new ConvolutionLayer.Builder());
    settings.on(base(ours));
    settings.on(stock);
    ours.pool(new Pool(new int[] {2, 2}, new int[] {2, 1}));
    Layer first =
        base(new ConvolutionLayer.Builder()).convolutionMode(ConvolutionMode.Same).build();
    Layer pool =
        new SubsamplingLayer.Builder(PoolingType.MAX).kernelSize(2, 2).stride(2, 1).build();
    InputType input = InputType.convolutional(11, 10, channels);
    StockComparison.bothTypes(
        List.of(first, ours.build(), output()),
        List.of(first, stock.build(), pool, stockOutput()),
        input);
  }

  @Test
  void convolutionWithChannelsLast() {
    ConvolutionLayer.Builder ours = base(new NativeConvolution.Builder());
    ConvolutionLayer.Builder stock = base(new ConvolutionLayer.Builder());
    ours.dataFormat(CNN2DFormat.NHWC).padding(1, 1).stride(2, 1);
    stock.dataFormat(CNN2DFormat.NHWC).padding(1, 1).stride(2, 1);
    InputType input = InputType.convolutional(11, 10, 3, CNN2DFormat.NHWC);
    StockComparison.bothTypes(
        List.of(ours.build(), output()), List.of(stock.build(), stockOutput()), input);
  }

  static Stream<Arguments> poolings() {
    List<Arguments> all = new ArrayList<>();
    for (PoolingType type : List.of(PoolingType.MAX, PoolingType.AVG, PoolingType.PNORM)) {
      pool(all, type + "", type, b -> {});
      pool(all, type + " overlapping", type, b -> b.kernelSize(3, 3).stride(1, 2));
      pool(all, type + " padded", type, b -> b.kernelSize(3, 3).padding(1, 1));
      pool(
          all, type + " same", type, b -> b.kernelSize(3, 2).convolutionMode(ConvolutionMode.Same));
    }
    pool(
        all,
        "average with padding counted",
        PoolingType.AVG,
        b -> b.kernelSize(3, 3).padding(1, 1).avgPoolIncludePadInDivisor(true));
    return all.stream();
  }

  private static void pool(
      List<Arguments> all,
      String name,
      PoolingType type,
      Settings<SubsamplingLayer.Builder> settings) {
    all.add(Arguments.of(name, type, settings));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("poolings")
  void pooling(String name, PoolingType type, Settings<SubsamplingLayer.Builder> settings) {
    SubsamplingLayer.Builder ours = new NativePooling.Builder(type);
    SubsamplingLayer.Builder stock = new SubsamplingLayer.Builder(type);
    for (SubsamplingLayer.Builder builder : List.of(ours, stock)) {
      builder.kernelSize(2, 2).stride(2, 2).pnorm(3);
      settings.on(builder);
    }
    Layer first = base(new NativeConvolution.Builder()).build();
    InputType input = InputType.convolutional(12, 11, 2);
    StockComparison.bothTypes(
        List.of(first.clone(), ours.build(), output()),
        List.of(first.clone(), stock.build(), stockOutput()),
        input);
  }

  static Stream<Arguments> norms() {
    List<Arguments> all = new ArrayList<>();
    norm(all, "plain", b -> {});
    norm(all, "variance as it is", b -> b.useLogStd(false));
    norm(all, "other epsilon and decay", b -> b.eps(0.1).decay(0.5));
    norm(all, "locked", b -> b.lockGammaBeta(true));
    norm(all, "locked at values", b -> b.lockGammaBeta(true).gamma(-0.5).beta(0.2));
    return all.stream();
  }

  private static void norm(
      List<Arguments> all, String name, Settings<BatchNormalization.Builder> settings) {
    all.add(Arguments.of(name, settings));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("norms")
  void normOfMaps(String name, Settings<BatchNormalization.Builder> settings) {
    BatchNormalization.Builder ours = new NativeBatchNormalisation.Builder();
    BatchNormalization.Builder stock = new BatchNormalization.Builder();
    settings.on(ours);
    settings.on(stock);
    Layer first = base(new NativeConvolution.Builder()).build();
    InputType input = InputType.convolutional(8, 7, 2);
    StockComparison.bothTypes(
        List.of(first.clone(), ours.build(), output()),
        List.of(first.clone(), stock.build(), stockOutput()),
        input);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("norms")
  void normWithReluAndPool(String name, Settings<BatchNormalization.Builder> settings) {
    NativeBatchNormalisation.Builder ours =
        new NativeBatchNormalisation.Builder().relu(true).pool(Pool.of(2, 2));
    BatchNormalization.Builder stock = new BatchNormalization.Builder();
    settings.on(ours);
    settings.on(stock);
    Layer first = base(new NativeConvolution.Builder()).build();
    StockComparison.bothTypes(
        List.of(first.clone(), ours.build(), output()),
        List.of(
            first.clone(),
            stock.build(),
            new ActivationLayer(Activation.RELU),
            new SubsamplingLayer.Builder(PoolingType.MAX).kernelSize(2, 2).stride(2, 2).build(),
            stockOutput()),
        InputType.convolutional(8, 7, 2));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("norms")
  void normOfFeatures(String name, Settings<BatchNormalization.Builder> settings) {
    BatchNormalization.Builder ours = new NativeBatchNormalisation.Builder();
    BatchNormalization.Builder stock = new BatchNormalization.Builder();
    settings.on(ours);
    settings.on(stock);
    Layer first = new DenseLayer.Builder().nOut(6).activation(Activation.TANH).build();
    StockComparison.bothTypes(
        List.of(first.clone(), ours.build(), output()),
        List.of(first.clone(), stock.build(), stockOutput()),
        InputType.feedForward(5));
  }

  @ParameterizedTest
  @MethodSource("activations")
  void dense(Activation activation) {
    StockComparison.bothTypes(
        List.of(new NativeDense.Builder().nOut(6).activation(activation).build(), output()),
        List.of(new DenseLayer.Builder().nOut(6).activation(activation).build(), stockOutput()),
        InputType.feedForward(5));
  }

  static Stream<Activation> activations() {
    return Stream.of(
        Activation.RELU,
        Activation.IDENTITY,
        Activation.TANH,
        Activation.SWISH,
        Activation.SOFTMAX);
  }

  private static Layer output() {
    return new NativeOutput.Builder(LossFunction.MCXENT).nOut(3).l2(0.01).build();
  }

  private static Layer stockOutput() {
    return new OutputLayer.Builder(LossFunction.MCXENT).nOut(3).l2(0.01).build();
  }
}
