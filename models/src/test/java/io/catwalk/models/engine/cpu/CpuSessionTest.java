package io.catwalk.models.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.catwalk.models.engine.Progress;
import io.catwalk.models.engine.Sample;
import io.catwalk.models.engine.Samples;
import io.catwalk.models.engine.Session;
import io.catwalk.models.engine.State;
import java.lang.management.ManagementFactory;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the engine takes of a process's memory. */
class CpuSessionTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int STEPS = 20;

  private final Sample sample = Samples.network("lenet5");
  private final INDArray images = sample.images(1, 64);
  private final INDArray labels = sample.labels(1, 64);

  @Test
  void aStepLeavesNextToNothingOnTheHeap() {
    MultiLayerNetwork network = sample.network();
    try (Session session = new CpuDevice().open(sample.plan(), 64)) {
      session.write(State.of(network));
      train(session, 1);
      long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
      train(session, STEPS);
      long after = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
      assertThat((after - before) / STEPS).as("bytes a step").isLessThan(16 << 10);
    }
  }

  /** Every session of these holds some 20 MB. */
  @Test
  void closingGivesMemoryBack() {
    open();
    long before = Pointer.physicalBytes();
    for (int i = 0; i < 20; i++) {
      open();
    }
    assertThat(Pointer.physicalBytes() - before).isLessThan(150L << 20);
  }

  private void open() {
    try (Session session = new CpuDevice().open(sample.plan(), 64)) {
      train(session, 1);
    }
  }

  private void train(Session session, int steps) {
    for (int i = 0; i < steps; i++) {
      session.step(images, labels, Progress.of(i, 0, 1));
    }
  }
}
