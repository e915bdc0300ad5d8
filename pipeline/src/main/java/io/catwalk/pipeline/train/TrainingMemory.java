package io.catwalk.pipeline.train;

import io.catwalk.models.ImageShape;
import io.catwalk.models.NetworkSize;
import io.catwalk.pipeline.config.AveragingConfig.OuterConfig;
import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.doctor.MemoryDemand;
import java.util.Locale;

/**
 * What a training holds at least. Measured: a step takes 3.3 to 8 times the outputs of all layers,
 * of which three are counted; so who is refused could not have run, and who is not may still be too
 * large.
 */
public final class TrainingMemory {

  /** Of a minibatch, in the middle of a step, beside parameters, gradient and updater's state. */
  private static final int OUTPUTS_IN_A_STEP = 3;

  /** Of an example, in bytes: what stays in the heap wherever its image lies. */
  private static final int LABEL_AND_ORDER = 2 * Integer.BYTES;

  private TrainingMemory() {}

  /**
   * @param start what is trained
   * @param classes that the network tells apart
   * @param examples of the training split; 0 where that is not known yet
   */
  public static MemoryDemand of(
      StartingPoint start, ImageShape shape, int classes, TrainingConfig config, long examples) {
    NetworkSize size = start.size(shape, classes, config);
    long parameters = size.parameters() * Float.BYTES;
    // Frozen layers have neither gradient nor updater's state.
    long gradient = start.freezes() ? 0 : parameters;
    long state = start.freezes() ? 0 : size.updaterState() * Float.BYTES;
    long own = (examples + config.workers() - 1) / config.workers();
    long minibatch = Math.max(1, Math.min(config.minibatch(), own));
    long step = minibatch * size.activations() * Float.BYTES * OUTPUTS_IN_A_STEP;
    long target = config.learning().teacher().teaches() ? (long) classes * Float.BYTES : 0;
    long share = own * (shape.values() + target);
    // What does not fit lies on the local disk, unless that is not wanted.
    boolean inHeap = config.averaging().storage().equals("memory");
    return new MemoryDemand(
        String.format(
            Locale.ROOT,
            "training %s on images of %s (%,d parameters, train.minibatch = %d)",
            start.name(),
            shape,
            size.parameters(),
            config.minibatch()),
        driver(parameters, gradient, state, config),
        new MemoryDemand.Part(
            inHeap ? share : own * (target + LABEL_AND_ORDER),
            parameters + gradient + state + step),
        config.workers(),
        config.averaging().storage().equals("disk") ? 0 : share);
  }

  private static MemoryDemand.Part driver(
      long parameters, long gradient, long state, TrainingConfig config) {
    // Gradients alone stay on executors; what training began with is kept for comparison.
    long networks = parameters + gradient + state + gradient;
    long best = gradient == 0 ? 0 : parameters + state;
    boolean saves = config.checkpoint().everyEpochs() > 0 || config.checkpoint().everyRounds() > 0;
    boolean outer = config.averaging().outer().method() == OuterConfig.Method.NESTEROV;
    // The moving average itself, and the network that holds it while it is judged.
    boolean moving = config.learning().emaDecay() > 0;
    long averages = (outer ? gradient : 0) + (moving ? gradient : 0);
    return new MemoryDemand.Part(
        gradient + state + averages,
        networks + best + (saves ? best : 0) + (moving ? gradient + best : 0));
  }
}
