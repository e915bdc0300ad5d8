package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.Sample;
import io.catwalk.models.engine.Samples;
import io.catwalk.models.engine.Session;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All kernels, on the CPU, beside the reference: every network, block and updater. */
class KernelAgreementTest {

  private static final int MINIBATCH = 7;

  static List<Sample> samples() {
    return Samples.all().stream().filter(sample -> !sample.name().equals("vgg-explain")).toList();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void trainsAsTheReferenceDoes(Sample sample) {
    Agreement agreement = new Agreement(sample, MINIBATCH);
    try (Session cuda =
        new CudaSession(new CpuAccelerator(Precision.FP32), agreement.plan(), MINIBATCH)) {
      agreement.check(cuda, 1e-4);
    }
  }
}
