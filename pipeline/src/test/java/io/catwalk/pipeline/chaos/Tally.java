package io.catwalk.pipeline.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What happened to one training, or to all of a seed, and what came of it. */
final class Tally {

  private final Instant began = Instant.now();
  private final Map<Disturbance, Integer> struck = new EnumMap<>(Disturbance.class);
  private int trainings;
  private int equal;
  private int restarts;
  private Duration longest = Duration.ZERO;

  /**
   * @param same whether it ended with the parameters of one that nothing happened to
   */
  void add(WatchedTraining training, Disturber disturber, boolean same) {
    trainings++;
    equal += same ? 1 : 0;
    restarts += training.restarts();
    longest = longer(longest, training.longest());
    disturber.struck().forEach(each -> struck.merge(each, 1, Integer::sum));
  }

  void add(Tally other) {
    trainings += other.trainings;
    equal += other.equal;
    restarts += other.restarts;
    longest = longer(longest, other.longest);
    other.struck.forEach((each, times) -> struck.merge(each, times, Integer::sum));
  }

  int disturbances() {
    return struck.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d s, the same parameters %d of %d times, %d restarts, longest wait %d s, %d disturbances: %s",
        Duration.between(began, Instant.now()).toSeconds(),
        equal,
        trainings,
        restarts,
        longest.toSeconds(),
        disturbances(),
        struck.entrySet().stream()
            .map(each -> each.getValue() + " " + each.getKey())
            .collect(Collectors.joining(", ")));
  }
}
