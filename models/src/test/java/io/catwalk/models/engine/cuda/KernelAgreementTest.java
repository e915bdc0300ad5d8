package io.catwalk.models.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.blocks.ActivationFunction;
import io.catwalk.models.blocks.Block;
import io.catwalk.models.blocks.ConvBlock;
import io.catwalk.models.blocks.MeanBlock;
import io.catwalk.models.engine.Precision;
import io.catwalk.models.engine.Sample;
import io.catwalk.models.engine.Samples;
import io.catwalk.models.engine.Session;
import io.catwalk.models.learning.Clipping;
import io.catwalk.models.zoo.DescribedNetwork;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.learning.config.Sgd;

/** All kernels, on the CPU, beside the reference: every network, block and updater. */
class KernelAgreementTest {

  private static final int MINIBATCH = 7;
  private static final int STEPS = 3;

  /** All but those that take a CPU minutes, whose blocks the others have. */
  static List<Sample> samples() {
    return Samples.all().stream().filter(sample -> !sample.isDeep()).toList();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void trainsAsTheReferenceDoes(Sample sample) {
    Agreement agreement = new Agreement(sample, MINIBATCH, STEPS);
    try (Session session =
        new CudaSession(new CpuAccelerator(Precision.FP32), agreement.plan(), MINIBATCH)) {
      Agreement.Distances apart = agreement.measure(session);
      assertThat(apart.largest()).as(apart.toString()).isLessThan(1e-4);
    }
  }

  /** What only wide layers are computed by: tiles of 128 rows or columns. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void computesWideLayersAsTheReferenceDoes(Precision precision) {
    Agreement agreement = new Agreement(wide(), MINIBATCH, 1);
    try (CudaSession session =
        new CudaSession(new CpuAccelerator(precision), agreement.plan(), MINIBATCH)) {
      Agreement.Distances apart = agreement.measure(session);
      double limit = precision == Precision.FP32 ? 1e-4 : 1e-2;
      assertThat(apart.largest()).as(apart.toString()).isLessThan(limit);
    }
    Set<String> kernels = CudaDevice.kernels(agreement.plan(), MINIBATCH);
    assertThat(kernels)
        .contains(
            "TapForward_64_128",
            "WideTapInputGradient_64_128",
            "WideConvWeightGradient_128_64",
            "TapWeightGradient_128_64");
  }

  private static Sample wide() {
    ImageShape shape = new ImageShape(32, 32, 3);
    List<Block> blocks =
        List.of(
            ConvBlock.of(16, 3).withPadding(1).with(ActivationFunction.RELU),
            ConvBlock.of(128, 3).withPadding(1).with(ActivationFunction.RELU),
            ConvBlock.of(96, 3).withPadding(1).withoutBias().with(ActivationFunction.RELU),
            ConvBlock.of(16, 3).withPadding(1).with(ActivationFunction.RELU),
            new MeanBlock());
    Sample.Maker maker =
        (image, classes, updater) ->
            DescribedNetwork.own("wide", image, blocks)
                .configure(image, new Hyperparameters(classes, 1, updater));
    return new Sample("wide", maker, shape, 4, new Sgd(0.1), network -> {}, Clipping.NONE);
  }

  /** What tensor cores compute, from operands of 10 bits. */
  @ParameterizedTest
  @MethodSource("rounded")
  void trainsNearlyAsTheReferenceInTf32(Sample sample) {
    Agreement agreement = new Agreement(sample, MINIBATCH, STEPS);
    try (Session session =
        new CudaSession(new CpuAccelerator(Precision.TF32), agreement.plan(), MINIBATCH)) {
      Agreement.Distances apart = agreement.measure(session);
      assertThat(apart.largest()).as(apart.toString()).isBetween(1e-6, 1e-2);
    }
  }

  static List<Sample> rounded() {
    List<String> names = List.of("lenet5", "norms", "strides and padding");
    return Samples.all().stream().filter(sample -> names.contains(sample.name())).toList();
  }
}
