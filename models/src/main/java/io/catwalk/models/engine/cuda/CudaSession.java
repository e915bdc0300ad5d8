package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.DeviceException;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Preparation;
import io.catwalk.models.engine.Progress;
import io.catwalk.models.engine.Session;
import io.catwalk.models.engine.Session.Examples;
import io.catwalk.models.engine.Session.ImageBytes;
import io.catwalk.models.engine.State;
import io.catwalk.models.engine.cuda.Lowering.Mode;
import io.catwalk.models.engine.cuda.driver.Accelerator;
import io.catwalk.models.engine.cuda.driver.HostMemory;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A plan at work on an accelerator. */
final class CudaSession implements Session {

  private final Accelerator accelerator;
  private final Plan plan;
  private final int minibatch;
  private final Residents residents;
  private final Programs programs;
  private final Rounds rounds;
  private final Set<CudaExamples> examples = new HashSet<>();

  /** Takes over the accelerator, which is closed with it and where it cannot be made. */
  CudaSession(Accelerator accelerator, Plan plan, int minibatch) {
    this.accelerator = accelerator;
    this.plan = plan;
    this.minibatch = minibatch;
    try {
      check(plan, minibatch);
      residents = new Residents(accelerator, plan, minibatch);
      programs = new Programs(accelerator, plan, residents);
      rounds = new Rounds(accelerator, plan, residents, programs);
      // What takes most memory, so that what does not fit shows at once.
      programs.given(plan.loss().isPresent() ? Mode.STEP : Mode.INFERENCE, minibatch);
    } catch (RuntimeException e) {
      accelerator.close();
      throw e;
    }
  }

  /** Kernels count a value's numbers by integers of 32 bits. */
  private static void check(Plan plan, int minibatch) {
    int largest = IntStream.range(0, plan.values().size()).map(plan::size).max().orElse(1);
    if (minibatch < 1 || minibatch > Integer.MAX_VALUE / largest) {
      throw new DeviceException(
          String.format(
              Locale.ROOT,
              "device cuda: expected a minibatch of 1 to %d for this network, found %d",
              Integer.MAX_VALUE / largest,
              minibatch));
    }
  }

  @Override
  public Plan plan() {
    return plan;
  }

  @Override
  public int minibatch() {
    return minibatch;
  }

  @Override
  public void write(State state) {
    copyIn(state.parameters(), plan.length(), residents.parameters().address(), "parameters");
    copyIn(state.updater(), plan.stateLength(), residents.state().address(), "updater state");
    accelerator.finish();
  }

  @Override
  public void read(State into) {
    copyOut(residents.parameters().address(), into.parameters(), plan.length(), "parameters");
    copyOut(residents.state().address(), into.updater(), plan.stateLength(), "updater state");
  }

  @Override
  public double step(INDArray images, INDArray labels, Progress progress) {
    return train(Mode.STEP, images, labels, progress);
  }

  @Override
  public double gradient(INDArray images, INDArray labels, Progress progress, INDArray into) {
    double loss = train(Mode.GRADIENT, images, labels, progress);
    copyOut(residents.gradient().address(), into, plan.length(), "a gradient");
    return loss;
  }

  private double train(Mode mode, INDArray images, INDArray labels, Progress progress) {
    int count = count(images);
    Program program = programs.given(mode, count);
    rounds.begin(progress, 1);
    copyIn(images, (long) count * plan.size(0), program.input().address(), "images");
    copyIn(labels, (long) count * plan.resultValues(), residents.targets().address(), "labels");
    program.run(1);
    return rounds.losses(1)[0];
  }

  private int count(INDArray images) {
    long count = images.size(0);
    if (count < 1 || count > minibatch) {
      throw new IllegalArgumentException("expected 1 to " + minibatch + " images, found " + count);
    }
    return (int) count;
  }

  @Override
  public Examples load(ImageBytes images, Preparation preparation) {
    CudaExamples loaded =
        new CudaExamples(
            accelerator,
            plan,
            images,
            preparation,
            closed -> {
              programs.forget(closed);
              examples.remove(closed);
            });
    examples.add(loaded);
    return loaded;
  }

  @Override
  public double[] round(
      Examples loaded, int[] order, int from, int to, int size, Progress progress) {
    if (!(loaded instanceof CudaExamples mine) || !examples.contains(mine)) {
      throw new IllegalArgumentException("expected examples that this session has loaded");
    }
    if (size < 1 || size > minibatch) {
      throw new IllegalArgumentException(
          "expected minibatches of 1 to " + minibatch + ", found " + size);
    }
    mine.check(order, from, to);
    return rounds.run(mine, order, from, to, size, progress);
  }

  @Override
  public void infer(INDArray images, INDArray into) {
    int count = count(images);
    Program program = programs.given(Mode.INFERENCE, count);
    copyIn(images, (long) count * plan.size(0), program.input().address(), "images");
    program.run(1);
    copyOut(
        program.result().address(), into, (long) count * plan.resultValues(), "space for results");
  }

  private void copyIn(INDArray from, long numbers, long to, String what) {
    if (numbers > 0) {
      accelerator.copyIn(HostMemory.of(from, numbers, what), to, 4 * numbers);
    }
  }

  private void copyOut(long from, INDArray to, long numbers, String what) {
    if (numbers > 0) {
      accelerator.copyOut(from, HostMemory.of(to, numbers, what), 4 * numbers);
    }
  }

  @Override
  public void close() {
    accelerator.finish();
    Set.copyOf(examples).forEach(CudaExamples::close);
    programs.close();
    residents.close();
    accelerator.close();
  }
}
