package io.catwalk.models.learning;

import java.io.Serializable;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;

/**
 * How a learning rate changes while training goes on. Steps count from 0; what is beyond the last
 * one is as the last one.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, property = "@class")
public interface RateCurve extends Serializable {

  /**
   * The share of the learning rate at a step, at least 0.
   *
   * @param step 0-based
   */
  double share(int step);

  /** Always the whole rate. */
  record Constant() implements RateCurve {

    @Override
    public double share(int step) {
      return 1;
    }
  }

  /**
   * Falls by a factor every so many steps: factor^⌊step / every⌋.
   *
   * @param every steps, at least 1; with 1 the curve is exponential
   */
  record Stairs(@JsonProperty("factor") double factor, @JsonProperty("every") int every)
      implements RateCurve {

    @Override
    public double share(int step) {
      return Math.pow(factor, step / every);
    }
  }

  /**
   * floor + (1 − floor)(1 − step / steps)^power.
   *
   * @param steps until the floor is reached, at least 1
   * @param floor share that is left at the end, 0 to 1
   */
  record Polynomial(
      @JsonProperty("power") double power,
      @JsonProperty("steps") int steps,
      @JsonProperty("floor") double floor)
      implements RateCurve {

    @Override
    public double share(int step) {
      double left = 1 - (double) Math.min(step, steps) / steps;
      return floor + (1 - floor) * Math.pow(left, power);
    }
  }

  /**
   * Half a cosine from 1 to the floor (Loshchilov, Hutter, "SGDR: Stochastic gradient descent with
   * warm restarts", ICLR 2017), without restarts.
   *
   * @param steps until the floor is reached, at least 1
   * @param floor share that is left at the end, 0 to 1
   */
  record Cosine(@JsonProperty("steps") int steps, @JsonProperty("floor") double floor)
      implements RateCurve {

    @Override
    public double share(int step) {
      double done = (double) Math.min(step, steps) / steps;
      return floor + (1 - floor) * (1 + Math.cos(Math.PI * done)) / 2;
    }
  }

  /**
   * Half a cosine from 1 to the floor, again and again (Loshchilov, Hutter, "SGDR: Stochastic
   * gradient descent with warm restarts", ICLR 2017, equation 5): each period is by the same factor
   * longer than the one before, and all of them together fill the steps.
   *
   * @param steps of all periods, at least 1
   * @param floor share that is left at the end of each period, 0 to 1
   * @param restarts periods after the first one, at least 1
   * @param growth of a period over the one before, at least 1
   */
  record WarmRestarts(
      @JsonProperty("steps") int steps,
      @JsonProperty("floor") double floor,
      @JsonProperty("restarts") int restarts,
      @JsonProperty("growth") double growth)
      implements RateCurve {

    @Override
    public double share(int step) {
      double parts = 0;
      for (int period = 0; period <= restarts; period++) {
        parts += Math.pow(growth, period);
      }
      double length = steps / parts;
      double at = Math.min(step, steps);
      for (int period = 0; period < restarts && at >= length; period++) {
        at -= length;
        length *= growth;
      }
      return floor + (1 - floor) * (1 + Math.cos(Math.PI * Math.min(1, at / length))) / 2;
    }
  }

  /**
   * Up from 1/25 to the whole rate and down to 1/250,000 of it, both in half a cosine (Smith,
   * Topin, "Super-convergence: Very fast training of neural networks using large learning rates",
   * 2018). The same as PyTorch's {@code OneCycleLR} with its defaults and {@code
   * cycle_momentum=False}.
   *
   * @param steps in all, at least 1
   * @param rise share of the steps that go up, above 0 and below 1
   */
  record OneCycle(@JsonProperty("steps") int steps, @JsonProperty("rise") double rise)
      implements RateCurve {

    private static final double START = 1.0 / 25;
    private static final double END = START / 1e4;

    @Override
    public double share(int step) {
      double peak = rise * steps - 1;
      double last = steps - 1.0;
      double at = Math.min(step, last);
      if (at <= peak && peak > 0) {
        return between(START, 1, at / peak);
      }
      double from = Math.max(peak, 0);
      return last > from ? between(1, END, (at - from) / (last - from)) : 1;
    }

    private static double between(double start, double end, double done) {
      return end + (start - end) * (1 + Math.cos(Math.PI * done)) / 2;
    }
  }
}
