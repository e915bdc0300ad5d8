package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.DeviceException;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Precision;
import io.catwalk.models.engine.Progress;
import io.catwalk.models.engine.Session;
import io.catwalk.models.engine.Session.Examples;
import io.catwalk.models.engine.State;
import io.catwalk.models.engine.cuda.driver.Gpu;
import java.util.Arrays;
import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** The same bits again, and memory that is given back. */
final class StateCheck {

  private static final int STEPS = 120;

  private final CheckReport report;

  StateCheck(CheckReport report) {
    this.report = report;
  }

  /** Twice the same, and once with the state out and in between, by another session. */
  void bits() {
    for (CheckedNetwork network : CheckedNetwork.ALL) {
      if (network.isLarge()) {
        continue;
      }
      Plan plan = network.plan();
      State start = network.start();
      float[] once = train(network, plan, start, STEPS);
      float[] again = train(network, plan, start, STEPS);
      float[] parted = train(network, plan, start, STEPS / 3);
      boolean isSame = Arrays.equals(once, again) && Arrays.equals(once, parted);
      report.add(
          "bits",
          network.toString(),
          String.format(
              Locale.ROOT,
              "%08x %08x %08x",
              Arrays.hashCode(once),
              Arrays.hashCode(again),
              Arrays.hashCode(parted)),
          "the same",
          isSame);
    }
  }

  private static float[] train(CheckedNetwork network, Plan plan, State from, int stepsAtOnce) {
    int minibatch = network.minibatch();
    RandomImages images = network.images(plan);
    int[] order = images.order(STEPS * minibatch - 3);
    State state = copy(from);
    for (int done = 0; done < STEPS; done += stepsAtOnce) {
      try (Session session = new CudaDevice().open(plan, minibatch);
          Examples examples = session.load(images, images.preparation())) {
        session.write(state);
        int end = Math.min(order.length, (done + stepsAtOnce) * minibatch);
        session.round(examples, order, done * minibatch, end, minibatch, Progress.of(done, 0, 5));
        session.read(state);
      }
    }
    float[] all = state.parameters().data().asFloat();
    float[] both = Arrays.copyOf(all, all.length + (int) plan.stateLength());
    System.arraycopy(
        state.updater().data().asFloat(), 0, both, all.length, (int) plan.stateLength());
    return both;
  }

  private static State copy(State state) {
    return new State(
        Nd4j.createFromArray(state.parameters().data().asFloat()).reshape(1, -1),
        Nd4j.createFromArray(state.updater().data().asFloat())
            .reshape(1, -1)
            .castTo(DataType.FLOAT));
  }

  void memory() {
    CudaLibraries.load();
    CheckedNetwork network = CheckedNetwork.ALL.get(0);
    Plan plan = network.plan();
    train(network, plan, network.start(), STEPS);
    long before = Gpu.free();
    for (int i = 0; i < 5; i++) {
      train(network, plan, network.start(), STEPS);
    }
    long lost = before - Gpu.free();
    report.add("memory", "given back by 5 sessions", lost + " bytes are missing", "0", lost <= 0);
    Plan large = new CheckedNetwork("lenet-224", 32, 1).plan();
    try (Gpu other = new Gpu(0, Precision.TF32)) {
      other.allocate(Gpu.free() - (2L << 30));
      tooLarge(large);
    }
    long left = before - Gpu.free();
    report.add("memory", "given back after that", left + " bytes are missing", "0", left <= 0);
  }

  private void tooLarge(Plan large) {
    try (Session session = new CudaDevice().open(large, 1024)) {
      report.add("memory", "too large a minibatch", "fitted", "one line", false);
    } catch (DeviceException e) {
      boolean tells = e.getMessage().contains(" fits");
      report.add("memory", "too large a minibatch", e.getMessage(), "one line", tells);
    }
  }
}
