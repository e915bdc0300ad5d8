package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Precision;
import io.catwalk.models.engine.Progress;
import io.catwalk.models.engine.Session;
import io.catwalk.models.engine.Session.Examples;
import io.catwalk.models.engine.State;
import io.catwalk.models.engine.cuda.Lowering.Lowered;
import io.catwalk.models.engine.cuda.driver.Accelerator;
import io.catwalk.models.engine.cuda.driver.Gpu;
import io.catwalk.models.engine.cuda.driver.Launch;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Images a second, what a round costs besides, and where the time of a step goes. */
final class SpeedCheck {

  private final CheckReport report;

  SpeedCheck(CheckReport report) {
    this.report = report;
  }

  void all() {
    CheckedNetwork.ALL.forEach(this::speed);
  }

  private void speed(CheckedNetwork network) {
    Plan plan = network.plan();
    State start = network.start();
    RandomImages images = network.images(plan);
    int minibatch = network.minibatch();
    int steps = network.isLarge() ? 100 : 500;
    int[] order = images.order(steps * minibatch);
    long begin = System.nanoTime();
    try (Session session = new CudaDevice().open(plan, minibatch);
        Examples examples = session.load(images, images.preparation())) {
      session.write(start);
      double ready = seconds(begin);
      double[] first =
          session.round(examples, order, 0, order.length, minibatch, Progress.of(0, 0, 1));
      double best = 0;
      double[] losses = first;
      for (int i = 1; i <= 3; i++) {
        begin = System.nanoTime();
        losses =
            session.round(
                examples, order, 0, order.length, minibatch, Progress.of(i * steps, 0, 1));
        best = Math.max(best, order.length / seconds(begin));
      }
      report.speeds().put(network.toString(), best);
      report.add(
          "speed",
          network.toString(),
          String.format(
              Locale.ROOT,
              "%.0f images/s, %.1f us a step, ready in %.2f s, loss %.3f to %.4f",
              best,
              minibatch / best * 1e6,
              ready,
              first[0],
              losses[steps - 1]),
          "loss falls",
          losses[steps - 1] < first[0] / 2);
      State out =
          new State(
              Nd4j.zeros(DataType.FLOAT, 1, plan.length()),
              Nd4j.zeros(DataType.FLOAT, 1, plan.stateLength()));
      session.read(out);
      begin = System.nanoTime();
      session.write(out);
      session.read(out);
      report.tell(
          "speed",
          network + ", state in and out",
          String.format(Locale.ROOT, "%.2f ms", seconds(begin) * 1e3));
    }
  }

  void profiles() {
    CudaLibraries.load();
    CheckedNetwork.ALL.forEach(this::profile);
  }

  /** Every launch alone, many times. */
  private void profile(CheckedNetwork network) {
    Plan plan = network.plan();
    try (Gpu gpu = new Gpu(0, Precision.TF32);
        Residents residents = new Residents(gpu, plan, network.minibatch())) {
      RandomImages images = network.images(plan);
      CudaExamples examples =
          new CudaExamples(gpu, plan, images, images.preparation(), closed -> {});
      Lowered lowered =
          Lowering.round(plan, network.minibatch(), residents, examples, network.minibatch());
      long bytes = lowered.tape().place();
      lowered.tape().moveTo(gpu.allocate(bytes));
      gpu.compile(lowered.tape().kernels());
      System.out.printf(Locale.ROOT, "profile %s: %.1f MB of scratch%n", network, bytes / 1e6);
      double sum = 0;
      for (Launch launch : lowered.tape().launches()) {
        double took = alone(gpu, launch, residents);
        sum += took;
        System.out.printf(
            Locale.ROOT,
            "  %-34s %6d x %4d x %3d %8.2f us%n",
            launch.kernel(),
            launch.rows(),
            launch.columns(),
            launch.layers(),
            took);
      }
      System.out.printf(Locale.ROOT, "  %-34s %32.2f us%n", "all", sum);
    }
  }

  private static double alone(Gpu gpu, Launch launch, Residents residents) {
    int times = 40;
    try (Accelerator.Recording recording = gpu.record(List.of(launch), times)) {
      double best = Double.MAX_VALUE;
      for (int i = 0; i < 4; i++) {
        gpu.clear(residents.step().address(), 4);
        gpu.finish();
        long begin = System.nanoTime();
        recording.run();
        gpu.finish();
        best = Math.min(best, seconds(begin) * 1e6 / times);
      }
      return best;
    }
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
