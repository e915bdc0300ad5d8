package io.catwalk.models.engine.cpu;

import io.catwalk.models.engine.Parameter;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Progress;
import io.catwalk.models.engine.UpdaterBlock;
import io.catwalk.models.learning.Clipping;
import io.catwalk.models.learning.WeightPenalty;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Clipping, penalties and updaters in one go over the flattened numbers: chunks of them are copied
 * into arrays that stay in cache, since loops over arrays are what Java vectorises.
 */
final class Updates {

  private static final int CHUNK = 2048;

  /** Numbers of one parameter that one updater trains. */
  private record Range(UpdaterBlock block, WeightPenalty penalty, long from, long to, long state) {}

  private final Clipping clipping;
  private final List<Range> ranges = new ArrayList<>();
  private final FloatPointer parameters;
  private final FloatPointer gradient;
  private final FloatPointer updater;
  private final float[] p = new float[CHUNK];
  private final float[] g = new float[CHUNK];
  private final float[] first = new float[CHUNK];
  private final float[] second = new float[CHUNK];

  Updates(Plan plan, FlatState state) {
    clipping = plan.clipping();
    // Of its own: their positions move.
    parameters = new FloatPointer(state.parameters());
    gradient = new FloatPointer(state.gradient());
    updater = new FloatPointer(state.updater());
    for (Parameter parameter : plan.parameters()) {
      for (UpdaterBlock block : plan.updaters()) {
        boolean inside = parameter.offset() >= block.offset() && parameter.offset() < block.end();
        if (inside && block.rule() != UpdaterBlock.Rule.NONE) {
          add(block, parameter);
        }
      }
    }
  }

  /** Neighbours of the same block and penalty are one range. */
  private void add(UpdaterBlock block, Parameter parameter) {
    Range last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
    long state = block.stateOffset() + parameter.offset() - block.offset();
    if (last != null && last.block() == block && last.penalty().equals(parameter.penalty())) {
      ranges.set(
          ranges.size() - 1,
          new Range(block, last.penalty(), last.from(), parameter.end(), last.state()));
    } else {
      ranges.add(new Range(block, parameter.penalty(), parameter.offset(), parameter.end(), state));
    }
  }

  /** Moves parameters and state by the gradient of the mean loss. */
  void apply(Progress progress) {
    float factor = clipping.norm() > 0 ? clipFactor() : 1;
    for (Range range : ranges) {
      UpdaterBlock.Coefficients by = range.block().at(progress);
      for (long from = range.from(); from < range.to(); from += CHUNK) {
        int count = (int) Math.min(CHUNK, range.to() - from);
        apply(range, by, from, count, factor);
      }
    }
  }

  private void apply(
      Range range, UpdaterBlock.Coefficients by, long from, int count, float factor) {
    gradient.position(from).get(g, 0, count);
    parameters.position(from).get(p, 0, count);
    clipValues(count);
    if (factor != 1) {
      Formulas.scale(g, factor, count);
    }
    WeightPenalty penalty = range.penalty();
    if (!penalty.decoupled() && penalty.coefficient() != 0) {
      Formulas.add(g, (float) penalty.coefficient(), p, count);
    }
    if (penalty.decoupled()) {
      Formulas.scale(p, (float) (1 - penalty.coefficient() * by.learningRate()), count);
    }
    long at = range.state() + from - range.from();
    switch (range.block().rule()) {
      case SGD -> Formulas.add(p, (float) -by.step(), g, count);
      case NESTEROVS -> {
        updater.position(at).get(first, 0, count);
        Formulas.nesterovs(p, g, first, by, count);
        updater.put(first, 0, count);
      }
      case RMSPROP -> {
        updater.position(at).get(first, 0, count);
        Formulas.rmsProp(p, g, first, by, count);
        updater.put(first, 0, count);
      }
      case ADAM -> {
        updater.position(at).get(first, 0, count);
        updater.position(at + range.block().length()).get(second, 0, count);
        Formulas.adam(p, g, first, second, by, count);
        updater.put(second, 0, count);
        updater.position(at).put(first, 0, count);
      }
      case NONE -> throw new IllegalStateException("no range has no rule");
    }
    parameters.put(p, 0, count);
  }

  private void clipValues(int count) {
    if (clipping.value() > 0) {
      Formulas.clip(g, (float) clipping.value(), count);
    }
  }

  /** What the gradient is multiplied by so that it is no longer than the norm allows. */
  private float clipFactor() {
    double squares = 0;
    for (Range range : ranges) {
      for (long from = range.from(); from < range.to(); from += CHUNK) {
        int count = (int) Math.min(CHUNK, range.to() - from);
        gradient.position(from).get(g, 0, count);
        clipValues(count);
        for (int i = 0; i < count; i++) {
          squares += (double) g[i] * g[i];
        }
      }
    }
    double norm = Math.sqrt(squares);
    return norm > clipping.norm() ? (float) (clipping.norm() / norm) : 1;
  }
}
