package io.catwalk.pipeline.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Trains row after row and tells how well each has learned. */
public final class AccuracyBenchmark {

  private static final Pattern PLACE = Pattern.compile("\\{([^}]*)}");
  private static final String RUN = "run ";

  private final Map<String, String> places;
  private final Training training;
  private final Consumer<String> progress;

  /** Trains. */
  @FunctionalInterface
  public interface Training {

    /**
     * @param experiment a packed one
     * @param settings over it, KEY=VALUE
     * @param run name of the run
     */
    Outcome train(String experiment, List<String> settings, String run);
  }

  /** Of one training. */
  public record Outcome(String runId, double accuracy, int epochs, double seconds) {}

  /**
   * @param places what settings' names in braces stand for; of what is not here there is none
   */
  public AccuracyBenchmark(
      Map<String, String> places, Training training, Consumer<String> progress) {
    this.places = new HashMap<>(places);
    this.training = training;
    this.progress = progress;
  }

  /**
   * @param rows in an order in which each comes after the one that it starts from
   */
  public AccuracyReport run(List<AccuracyRow> rows) {
    List<AccuracyReport.Row> done = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    for (AccuracyRow row : rows) {
      Optional<String> lacking = lacking(row);
      if (lacking.isPresent()) {
        progress.accept(row.name() + ": left out, since there is no " + lacking.get());
        skipped.add(row.name());
      } else {
        done.add(run(row));
      }
    }
    return new AccuracyReport(done, skipped);
  }

  private Optional<String> lacking(AccuracyRow row) {
    return row.settings().stream()
        .flatMap(setting -> PLACE.matcher(setting).results())
        .map(found -> found.group(1))
        .filter(name -> !places.containsKey(name))
        .findFirst();
  }

  private AccuracyReport.Row run(AccuracyRow row) {
    List<String> settings = row.settings().stream().map(this::filled).toList();
    List<Double> accuracies = new ArrayList<>();
    double seconds = 0;
    int epochs = 0;
    for (long seed : row.seeds()) {
      progress.accept(row.name() + ", seed " + seed);
      List<String> seeded = new ArrayList<>(settings);
      seeded.add("train.seed=" + seed);
      Outcome outcome = training.train(row.experiment(), seeded, row.name() + "-" + seed);
      places.putIfAbsent(RUN + row.name(), outcome.runId());
      accuracies.add(outcome.accuracy());
      progress.accept(
          String.format(Locale.ROOT, "%s: accuracy %.4f", outcome.runId(), outcome.accuracy()));
      seconds += outcome.seconds();
      epochs = outcome.epochs();
    }
    double mean = accuracies.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    Boolean reached = row.atLeast() == null ? null : mean >= row.atLeast();
    return new AccuracyReport.Row(
        row.name(),
        row.what(),
        epochs,
        accuracies,
        mean,
        row.atLeast(),
        reached,
        seconds,
        command(row, settings));
  }

  private String filled(String setting) {
    return PLACE
        .matcher(setting)
        .replaceAll(found -> Matcher.quoteReplacement(places.get(found.group(1))));
  }

  private static String command(AccuracyRow row, List<String> settings) {
    StringBuilder command = new StringBuilder("catwalk train --config " + row.experiment());
    settings.forEach(setting -> command.append(" --set ").append(setting));
    return command.append(" --set train.seed=").append(row.seeds().get(0)).toString();
  }
}
