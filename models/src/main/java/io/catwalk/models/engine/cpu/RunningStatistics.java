package io.catwalk.models.engine.cpu;

import io.catwalk.models.engine.Operation;
import io.catwalk.models.engine.Parameter;
import java.nio.FloatBuffer;
import org.bytedeco.dnnl.memory;

/** A normalisation's running statistics: a few numbers a channel, in Java. */
final class RunningStatistics {

  private final StepState step;
  private final double decay;
  private final boolean logarithmic;
  private final FloatBuffer runningMean;
  private final FloatBuffer runningVariance;
  private final FloatBuffer mean;
  private final FloatBuffer variance;

  /**
   * @param mean what oneDNN computes or is told
   * @param variance the same
   */
  RunningStatistics(Compilation c, Operation.Normalise normalise, memory mean, memory variance) {
    step = c.step();
    decay = normalise.decay();
    logarithmic =
        c.plan().parameters().get(normalise.variance()).kind()
            == Parameter.Kind.RUNNING_LOG_DEVIATION;
    runningMean = numbers(c.state().parameter(normalise.mean()));
    runningVariance = numbers(c.state().parameter(normalise.variance()));
    this.mean = numbers(mean);
    this.variance = numbers(variance);
  }

  private static FloatBuffer numbers(memory of) {
    return Onednn.floats(of).asBuffer();
  }

  /** Moves them towards the minibatch's. */
  void move() {
    if (!step.statistics()) {
      return;
    }
    for (int c = 0; c < mean.capacity(); c++) {
      runningMean.put(c, (float) (decay * runningMean.get(c) + (1 - decay) * mean.get(c)));
      double moved = decay * recalled(c) + (1 - decay) * variance.get(c);
      runningVariance.put(c, (float) (logarithmic ? Math.log10(moved) / 2 : moved));
    }
  }

  /** Tells oneDNN of them. */
  void recall() {
    for (int c = 0; c < mean.capacity(); c++) {
      mean.put(c, runningMean.get(c));
      variance.put(c, (float) recalled(c));
    }
  }

  private double recalled(int channel) {
    double stored = runningVariance.get(channel);
    return logarithmic ? Math.pow(10, 2 * stored) : stored;
  }
}
