package io.catwalk.pipeline.bench;

/**
 * How long to measure.
 *
 * @param warmUpSeconds each contender works so long, and at least one step, before anything counts
 * @param steps of one window of measuring, at least 1; 0 takes as many as fill about a second
 * @param repeats windows a contender, at least 1; medians are taken over them
 * @param clock what is counted
 */
public record Pace(double warmUpSeconds, int steps, int repeats, Clock clock) {

  public Pace {
    if (warmUpSeconds < 0 || steps < 0 || repeats < 1) {
      throw new IllegalArgumentException(
          "expected warm-up and steps of at least 0 and at least 1 repeat, found "
              + warmUpSeconds
              + ", "
              + steps
              + " and "
              + repeats);
    }
  }
}
