package io.catwalk.pipeline.config;

import java.util.List;

/**
 * How {@code catwalk tune} looks for better settings ({@code tune.*}).
 *
 * @param space what it varies; empty for the usual
 * @param trials settings that it tries at most, at least 2
 * @param minutes for which it begins trainings, at least 1
 * @param reduction of so many settings one trains longer, at least 2
 * @param leastEpochs that every setting trains, at least 1
 * @param seed of the settings
 */
public record TuneConfig(
    List<SearchRange> space, int trials, int minutes, int reduction, int leastEpochs, long seed) {

  public TuneConfig {
    space = List.copyOf(space);
  }
}
