package io.catwalk.models.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.models.engine.Sample;
import io.catwalk.models.engine.Samples;
import io.catwalk.models.engine.Session;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All kernels, on the CPU, beside the reference: every network, block and updater. */
class KernelAgreementTest {

  private static final int MINIBATCH = 7;
  private static final int STEPS = 3;

  /** All but the one that takes a CPU minutes, whose blocks the others have. */
  static List<Sample> samples() {
    return Samples.all().stream().filter(sample -> !sample.name().equals("vgg-explain")).toList();
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
