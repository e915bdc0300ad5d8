package io.catwalk.models.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.models.engine.Sample;
import io.catwalk.models.engine.Samples;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ImplementationsTest {

  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of(Samples.network("lenet5"), 64),
        Arguments.of(Samples.network("lenet5-classic"), 64),
        Arguments.of(Samples.network("fashion-cnn"), 100),
        Arguments.of(Samples.network("fashion-dnn"), 100),
        Arguments.of(Samples.network("catwalk-small"), 64),
        Arguments.of(Samples.network("vgg-explain"), 32));
  }

  /** oneDNN's own account: what is called so is slow, and it falls to it without a word. */
  @ParameterizedTest
  @MethodSource("networks")
  void noneIsSlow(Sample network, int minibatch) {
    CpuDevice device = new CpuDevice();
    try (CpuSession session = (CpuSession) device.open(network.plan(), minibatch)) {
      List<String> all = session.implementations(minibatch);
      assertThat(all).isNotEmpty().noneMatch(name -> name.matches(".*\\b(ref|simple).*"));
    }
  }
}
