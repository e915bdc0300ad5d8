package io.catwalk.pipeline.tune;

import io.catwalk.pipeline.runs.Tuning.Trial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Who trains next, and for how long, by asynchronous successive halving: of those that have trained
 * for a number of epochs the best go on to the next, without waiting for all others (Li et al., "A
 * system for massively parallel hyperparameter tuning", MLSys 2020, algorithm 2). A setting trains
 * anew at each of these steps, since schedules reach over the whole training.
 *
 * @param steps numbers of epochs, ascending
 * @param reduction of so many, one goes on, at least 2
 */
record Halving(List<Integer> steps, int reduction) {

  /** The number of the configuration as it stands, which trains in full, to be compared with. */
  static final int AS_CONFIGURED = 1;

  /**
   * @param epochs of a whole training, at least 1
   * @param least epochs of the first step
   */
  static Halving of(int epochs, int reduction, int least) {
    List<Integer> steps = new ArrayList<>();
    for (int step = epochs; steps.isEmpty() || step >= least; ) {
      steps.add(0, step);
      if (step == 1) {
        break;
      }
      step = (step + reduction - 1) / reduction;
    }
    return new Halving(List.copyOf(steps), reduction);
  }

  /**
   * @param trial its number, from 1 on
   */
  record Next(int trial, int epochs) {}

  /**
   * @param done in the order in which they trained
   * @param trials that there are
   * @param ending no further setting begins; the best of those that did still go on
   * @return empty when all is done
   */
  Optional<Next> next(List<Trial> done, int trials, boolean ending) {
    int last = steps.size() - 1;
    if (!has(done, AS_CONFIGURED, steps.get(last))) {
      return Optional.of(new Next(AS_CONFIGURED, steps.get(last)));
    }
    long begun =
        done.stream().mapToInt(Trial::trial).filter(t -> t != AS_CONFIGURED).distinct().count();
    boolean allBegun = begun + 1 >= trials;
    for (int step = last - 1; step >= 0; step--) {
      Optional<Next> better = promoted(done, step, ending || allBegun);
      if (better.isPresent()) {
        return better;
      }
    }
    return ending || allBegun
        ? Optional.empty()
        : Optional.of(new Next((int) begun + 2, steps.get(0)));
  }

  /**
   * @param atLeastOne whether the best goes on where they are fewer than {@link #reduction}
   */
  private Optional<Next> promoted(List<Trial> done, int step, boolean atLeastOne) {
    List<Trial> here =
        done.stream()
            .filter(t -> t.trial() != AS_CONFIGURED && t.epochs() == steps.get(step))
            .toList();
    int places = Math.max(here.size() / reduction, atLeastOne ? 1 : 0);
    return here.stream()
        .filter(Trial::succeeded)
        .sorted(Comparator.comparing(Trial::score).reversed().thenComparing(Trial::trial))
        .limit(places)
        .filter(t -> !has(done, t.trial(), steps.get(step + 1)))
        .findFirst()
        .map(t -> new Next(t.trial(), steps.get(step + 1)));
  }

  private static boolean has(List<Trial> done, int trial, int epochs) {
    return done.stream().anyMatch(t -> t.trial() == trial && t.epochs() == epochs);
  }

  /** Epochs that a setting still trains after the first step, until it has trained in full. */
  int epochsToTheEnd() {
    return steps.stream().skip(1).mapToInt(Integer::intValue).sum();
  }
}
