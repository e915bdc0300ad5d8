package io.catwalk.models.engine.reference;

import io.catwalk.models.engine.Parameter;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Progress;
import io.catwalk.models.engine.UpdaterBlock;
import io.catwalk.models.learning.Clipping;
import java.util.stream.IntStream;

/** Clipping, penalties and updaters, number by number. */
final class Updates {

  private final Plan plan;

  Updates(Plan plan) {
    this.plan = plan;
  }

  /** Moves parameters and state by a gradient of the mean loss, which it changes. */
  void apply(double[] parameters, double[] state, double[] gradient, Progress progress) {
    clip(gradient);
    for (Parameter parameter : plan.parameters()) {
      if (!parameter.penalty().decoupled()) {
        for (int i = (int) parameter.offset(); i < parameter.end(); i++) {
          gradient[i] += parameter.penalty().coefficient() * parameters[i];
        }
      }
    }
    for (UpdaterBlock block : plan.updaters()) {
      update(block, parameters, state, gradient, progress);
    }
  }

  private void update(
      UpdaterBlock block, double[] parameters, double[] state, double[] g, Progress progress) {
    UpdaterBlock.Coefficients by = block.at(progress);
    for (Parameter parameter : plan.parameters()) {
      if (parameter.offset() < block.offset() || parameter.offset() >= block.end()) {
        continue;
      }
      double decay =
          parameter.penalty().decoupled()
              ? parameter.penalty().coefficient() * by.learningRate()
              : 0;
      for (int i = (int) parameter.offset(); i < parameter.end(); i++) {
        int at = (int) (block.stateOffset() + i - block.offset());
        double moved = decay * parameters[i];
        parameters[i] -= moved + update(block, by, state, at, g[i]);
      }
    }
  }

  private static double update(
      UpdaterBlock block, UpdaterBlock.Coefficients by, double[] state, int at, double g) {
    return switch (block.rule()) {
      case SGD -> by.step() * g;
      case NESTEROVS -> {
        double before = state[at];
        state[at] = by.first() * before - by.step() * g;
        yield by.first() * before - (1 + by.first()) * state[at];
      }
      case ADAM -> {
        int second = at + (int) block.length();
        state[at] = by.first() * state[at] + (1 - by.first()) * g;
        state[second] = by.second() * state[second] + (1 - by.second()) * g * g;
        yield by.step() * state[at] / (Math.sqrt(state[second]) + by.epsilon());
      }
      case RMSPROP -> {
        state[at] = by.first() * state[at] + (1 - by.first()) * g * g;
        yield by.step() * g / (Math.sqrt(state[at]) + by.epsilon());
      }
      case NONE -> 0;
    };
  }

  /** By value first, then by norm; statistics have no gradient. */
  private void clip(double[] gradient) {
    Clipping clipping = plan.clipping();
    if (clipping.value() > 0) {
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = Math.max(-clipping.value(), Math.min(clipping.value(), gradient[i]));
      }
    }
    double norm =
        Math.sqrt(
            IntStream.range(0, gradient.length).mapToDouble(i -> gradient[i] * gradient[i]).sum());
    if (clipping.norm() > 0 && norm > clipping.norm()) {
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] *= clipping.norm() / norm;
      }
    }
  }
}
