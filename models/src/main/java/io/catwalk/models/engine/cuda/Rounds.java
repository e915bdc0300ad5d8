package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Progress;
import io.catwalk.models.engine.cuda.driver.Accelerator;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/** Steps over examples on the device: many in one recording, a few at a time what is left. */
final class Rounds {

  /** Steps of one recording; the others are run one by one. */
  private static final int TOGETHER = 50;

  private final Accelerator accelerator;
  private final Plan plan;
  private final Residents residents;
  private final Programs programs;

  Rounds(Accelerator accelerator, Plan plan, Residents residents, Programs programs) {
    this.accelerator = accelerator;
    this.plan = plan;
    this.residents = residents;
    this.programs = programs;
  }

  /** As {@link io.catwalk.models.engine.Session#round}. */
  double[] run(
      CudaExamples examples, int[] order, int from, int to, int minibatch, Progress progress) {
    int steps = (to - from + minibatch - 1) / minibatch;
    double[] losses = new double[steps];
    for (int done = 0; done < steps; done += Residents.STEPS) {
      int count = Math.min(Residents.STEPS, steps - done);
      int first = from + done * minibatch;
      int end = Math.min(to, first + count * minibatch);
      begin(progress.plus(done), count);
      try (Pointer positions = new IntPointer(Arrays.copyOfRange(order, first, end))) {
        accelerator.copyIn(positions, residents.order().address(), 4L * (end - first));
        run(examples, (end - first) / minibatch, (end - first) % minibatch, minibatch);
        System.arraycopy(losses(count), 0, losses, done, count);
      }
    }
    return losses;
  }

  private void run(CudaExamples examples, int whole, int rest, int minibatch) {
    if (whole > 0) {
      Program program = programs.round(examples, minibatch, minibatch);
      for (int i = 0; i < whole / TOGETHER; i++) {
        program.run(TOGETHER);
      }
      for (int i = 0; i < whole % TOGETHER; i++) {
        program.run(1);
      }
    }
    if (rest > 0) {
      programs.round(examples, rest, minibatch).run(1);
    }
  }

  /** Writes what so many steps from there on need to know. */
  void begin(Progress progress, int steps) {
    float[] coefficients = Coefficients.table(plan, progress, steps);
    int[] keys = Dropouts.keys(plan, progress, steps);
    try (Pointer numbers = new FloatPointer(coefficients);
        Pointer drawn = new IntPointer(keys)) {
      accelerator.copyIn(numbers, residents.coefficients().address(), 4L * coefficients.length);
      accelerator.copyIn(drawn, residents.keys().address(), 4L * keys.length);
      accelerator.clear(residents.step().address(), 4);
      accelerator.finish();
    }
  }

  /** Of so many steps, once they are done. */
  double[] losses(int steps) {
    float[] losses = new float[steps];
    try (FloatPointer host = new FloatPointer(steps)) {
      accelerator.copyOut(residents.losses().address(), host, 4L * steps);
      host.get(losses);
    }
    double[] exact = new double[steps];
    for (int i = 0; i < steps; i++) {
      exact[i] = losses[i];
    }
    return exact;
  }
}
