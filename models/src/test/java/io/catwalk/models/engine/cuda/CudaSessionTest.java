package io.catwalk.models.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.engine.DeviceException;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Precision;
import io.catwalk.models.engine.Progress;
import io.catwalk.models.engine.Sample;
import io.catwalk.models.engine.Samples;
import io.catwalk.models.engine.Session;
import io.catwalk.models.engine.Session.Examples;
import io.catwalk.models.engine.State;
import io.catwalk.models.engine.reference.ReferenceDevice;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Rounds of steps over examples on the device, with the kernels on the CPU. */
class CudaSessionTest {

  private static final int MINIBATCH = 4;

  /** Two whole minibatches and one of three examples. */
  private static final int[] ORDER = {9, 3, 0, 7, 1, 1, 8, 2, 5, 6, 4};

  private final Sample sample =
      Samples.blocks().stream()
          .filter(one -> one.name().equals("dropout"))
          .findFirst()
          .orElseThrow();
  private final Plan plan = sample.plan();
  private final State start = State.of(sample.network());
  private final RandomImages images = new RandomImages(plan, 10);

  private CudaSession session(CpuAccelerator accelerator) {
    CudaSession session = new CudaSession(accelerator, plan, MINIBATCH);
    session.write(start);
    return session;
  }

  private float[] parameters(Session session) {
    State read =
        new State(Nd4j.zeros(DataType.FLOAT, 1, plan.length()), Nd4j.empty(DataType.FLOAT));
    session.read(read);
    return read.parameters().data().asFloat();
  }

  private double[] round(Session session, int from, int to, int step) {
    try (Examples examples = session.load(images, images.preparation())) {
      return session.round(examples, ORDER, from, to, MINIBATCH, Progress.of(step, 0, 5));
    }
  }

  @Test
  void roundsAreAsTheReferenceHasThemToTheShortLastMinibatch() {
    try (Session ours = session(new CpuAccelerator(Precision.FP32));
        Session reference = new ReferenceDevice().open(plan, MINIBATCH)) {
      reference.write(start);
      double[] losses = round(ours, 0, ORDER.length, 0);
      double[] expected = round(reference, 0, ORDER.length, 0);
      assertThat(losses).hasSize(3);
      for (int i = 0; i < losses.length; i++) {
        assertThat(losses[i]).isCloseTo(expected[i], org.assertj.core.data.Offset.offset(1e-5));
      }
      float[] found = parameters(ours);
      float[] wanted = parameters(reference);
      for (int i = 0; i < found.length; i++) {
        assertThat(found[i]).isCloseTo(wanted[i], org.assertj.core.data.Offset.offset(1e-5f));
      }
    }
  }

  @Test
  void theSameBitsAgainAndByTwoSessions() {
    float[] once;
    float[] again;
    float[] parted;
    try (Session session = session(new CpuAccelerator(Precision.FP32))) {
      round(session, 0, ORDER.length, 0);
      once = parameters(session);
      session.write(start);
      round(session, 0, ORDER.length, 0);
      again = parameters(session);
      session.write(start);
      round(session, 0, 2 * MINIBATCH, 0);
      parted = parameters(session);
    }
    try (Session session = new CudaSession(new CpuAccelerator(Precision.FP32), plan, MINIBATCH)) {
      session.write(
          new State(Nd4j.createFromArray(parted).reshape(1, -1), Nd4j.empty(DataType.FLOAT)));
      round(session, 2 * MINIBATCH, ORDER.length, 2);
      parted = parameters(session);
    }
    assertThat(Arrays.equals(once, again)).isTrue();
    assertThat(Arrays.equals(once, parted)).isTrue();
    assertThat(Arrays.equals(once, start.parameters().data().asFloat())).isFalse();
  }

  @Test
  void givesAllMemoryBack() {
    CpuAccelerator accelerator = new CpuAccelerator(Precision.FP32);
    Session session = session(accelerator);
    Examples left = session.load(images, images.preparation());
    session.round(left, ORDER, 0, ORDER.length, MINIBATCH, Progress.of(0, 0, 5));
    assertThat(accelerator.allocated()).isPositive();
    session.close();
    assertThat(accelerator.allocated()).isZero();
  }

  @Test
  void tellsWhatDoesNotFit() {
    assertThat(CudaDevice.memory(plan, 64)).isGreaterThan(CudaDevice.memory(plan, 8));
    long enoughForEight = CudaDevice.memory(plan, 8);
    assertThat(CudaDevice.tooSmall(plan, 64, enoughForEight))
        .contains("a minibatch of 64 needs")
        .endsWith("a minibatch of 8 fits")
        .doesNotContain("\n");
    assertThat(CudaDevice.tooSmall(plan, 64, 0)).endsWith("no minibatch fits");
  }

  @Test
  void refusesAMinibatchThatKernelsCannotCount() {
    assertThatThrownBy(() -> new CudaSession(new DryRun(), plan, Integer.MAX_VALUE))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("expected a minibatch of 1 to");
  }

  @Test
  void refusesPositionsWithoutExample() {
    try (Session session = session(new CpuAccelerator(Precision.FP32));
        Examples examples = session.load(images, images.preparation())) {
      assertThatThrownBy(
              () -> session.round(examples, new int[] {10}, 0, 1, 1, Progress.of(0, 0, 5)))
          .hasMessage("expected positions of 10 examples, found 10");
    }
  }
}
