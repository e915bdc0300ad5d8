package io.catwalk.models.engine.reference;

import io.catwalk.models.blocks.Extent;
import io.catwalk.models.engine.Parameter;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Progress;
import java.util.OptionalInt;

/**
 * The numbers of one pass through a plan. Values lie as [n, channel, row, column].
 *
 * @param plan that is computed
 * @param n examples
 * @param training whether minibatches have statistics of their own and dropout drops
 * @param progress that dropout's masks depend on
 * @param parameters flattened; a training pass moves running statistics in them
 * @param gradient of the parameters, of the same length
 * @param values of each index of the plan
 * @param atValues gradients at the values; sums of what their readers add
 */
record Pass(
    Plan plan,
    int n,
    boolean training,
    Progress progress,
    double[] parameters,
    double[] gradient,
    double[][] values,
    double[][] atValues) {

  static Pass of(Plan plan, int n, boolean training, Progress progress, double[] parameters) {
    int count = plan.values().size();
    double[][] values = new double[count][];
    double[][] atValues = new double[count][];
    for (int i = 0; i < count; i++) {
      values[i] = new double[n * plan.size(i)];
      atValues[i] = new double[n * plan.size(i)];
    }
    return new Pass(
        plan, n, training, progress, parameters, new double[parameters.length], values, atValues);
  }

  /** Of a value. */
  Extent extent(int value) {
    return plan.values().get(value);
  }

  /** Position of a parameter's first number. */
  int at(int parameter) {
    return Math.toIntExact(parameter(parameter).offset());
  }

  Parameter parameter(int index) {
    return plan.parameters().get(index);
  }

  /** A number of a bias; 0 where there is none. */
  double bias(OptionalInt bias, int index) {
    return bias.isPresent() ? parameters[at(bias.getAsInt()) + index] : 0;
  }

  /** Adds to a bias's gradient, where there is a bias. */
  void addToBias(OptionalInt bias, int index, double amount) {
    if (bias.isPresent()) {
      gradient[at(bias.getAsInt()) + index] += amount;
    }
  }
}
