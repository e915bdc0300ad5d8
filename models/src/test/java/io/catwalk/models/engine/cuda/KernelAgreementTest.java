package io.catwalk.models.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Progress;
import io.catwalk.models.engine.Sample;
import io.catwalk.models.engine.Samples;
import io.catwalk.models.engine.Session;
import io.catwalk.models.engine.State;
import io.catwalk.models.engine.reference.ReferenceDevice;
import io.catwalk.models.layers.LayerKit;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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
    try (Session cuda = new CudaSession(new CpuAccelerator(Precision.FP32), agreement.plan(), MINIBATCH)) {
      agreement.check(cuda, 1e-4);
    }
  }
}
