package io.catwalk.pipeline.tune;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.config.LearningConfig.EarlyStopping.Metric;
import io.catwalk.pipeline.config.TuneConfig;
import io.catwalk.pipeline.runs.History.Epoch;
import io.catwalk.pipeline.runs.Tuning.Trial;
import io.catwalk.pipeline.train.TrainingResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/** Trains one setting after the other until enough were tried, or time is over. */
public final class Search {

  private final TuneConfig config;
  private final Halving halving;
  private final List<Map<String, String>> settings;
  private final Metric metric;
  private final TuningFolder folder;
  private final List<Trial> done;

  /**
   * @param settings of each trial
   * @param metric by which they are compared
   * @param folder what is there already counts, with the time that it took
   */
  Search(
      TuneConfig config,
      Halving halving,
      List<Map<String, String>> settings,
      Metric metric,
      TuningFolder folder) {
    this.config = config;
    this.halving = halving;
    this.settings = settings;
    this.metric = metric;
    this.folder = folder;
    this.done = new ArrayList<>(folder.trials());
  }

  /** Trains a network. */
  public interface Training {

    /**
     * @param trial its number
     * @param settings key → value, over the configuration
     * @throws CatwalkException (usage, data) when these settings will not do
     */
    TrainingResult train(int trial, Map<String, String> settings, int epochs);
  }

  /**
   * @param seconds a clock that does not go back
   * @param told hears of each that has ended, which is the last of all so far
   * @return all, those of before among them
   */
  List<Trial> run(Training training, DoubleSupplier seconds, Consumer<List<Trial>> told) {
    for (Optional<Halving.Next> next = next(); next.isPresent(); next = next()) {
      Trial trial = train(next.get(), training, seconds);
      folder.add(done.size() + 1, trial);
      done.add(trial);
      told.accept(List.copyOf(done));
    }
    return List.copyOf(done);
  }

  private Optional<Halving.Next> next() {
    double left = 60.0 * config.minutes() - done.stream().mapToDouble(Trial::seconds).sum();
    // Whoever begins now must be able to reach the end.
    double needed = expected(halving.steps().get(0) + halving.epochsToTheEnd());
    Optional<Halving.Next> next = halving.next(done, settings.size(), left < needed);
    boolean first = done.isEmpty();
    return next.filter(n -> first || left >= expected(n.epochs()));
  }

  /** Seconds, by those that trained before; 0 where none did. */
  private double expected(int epochs) {
    double[] rates =
        done.stream()
            .filter(Trial::succeeded)
            .mapToDouble(t -> t.seconds() / t.epochs())
            .sorted()
            .toArray();
    return rates.length == 0 ? 0 : rates[rates.length / 2] * epochs;
  }

  private Trial train(Halving.Next next, Training training, DoubleSupplier seconds) {
    Map<String, String> over = settings.get(next.trial() - 1);
    double began = seconds.getAsDouble();
    try {
      TrainingResult result = training.train(next.trial(), over, next.epochs());
      Epoch best = result.best();
      return new Trial(
          next.trial(),
          next.epochs(),
          over,
          result.bestScore(metric),
          best.validationAccuracy(),
          best.validationLoss(),
          best.epoch(),
          seconds.getAsDouble() - began,
          "");
    } catch (CatwalkException e) {
      boolean itsOwn = e.exitCode() == ExitCode.DATA || e.exitCode() == ExitCode.USAGE;
      // What fails as it stands fails by more than a setting.
      if (!itsOwn || next.trial() == Halving.AS_CONFIGURED) {
        throw e;
      }
      return new Trial(
          next.trial(),
          next.epochs(),
          over,
          null,
          null,
          null,
          0,
          seconds.getAsDouble() - began,
          e.getMessage());
    }
  }
}
