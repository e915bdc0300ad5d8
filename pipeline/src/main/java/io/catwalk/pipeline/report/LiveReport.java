package io.catwalk.pipeline.report;

import io.catwalk.pipeline.report.ReportPage.PageLink;
import io.catwalk.pipeline.report.chart.Chart;
import io.catwalk.pipeline.report.chart.LearningCharts;
import io.catwalk.pipeline.report.chart.Words;
import io.catwalk.pipeline.runs.History.Epoch;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How a training stands that is under way.
 *
 * @param training what is trained
 * @param state whether it runs
 * @param history epochs that are over
 * @param done examples of the epoch under way that were consumed
 * @param loss mean loss of the last round; NaN where it is not known
 * @param at when it stood so: a process that was killed writes no more
 */
public record LiveReport(
    Training training, State state, List<Epoch> history, long done, double loss, Instant at) {

  /**
   * @param run its id
   * @param network name of the network
   * @param workers networks that train side by side
   * @param examples in the training split
   * @param epochs planned
   */
  public record Training(String run, String network, int workers, long examples, int epochs) {}

  /** Where it is. */
  public enum State {
    RUNS,
    /** Its result is judged on the test split. */
    EVALUATES,
    /** There is a report, to which the page leads. */
    FINISHED,
    /** It ended without one. */
    STOPPED
  }

  public LiveReport {
    history = List.copyOf(history);
  }

  /**
   * One page that needs nothing but itself, as UTF-8.
   *
   * @param refreshSeconds after which the browser reads it again while the training runs
   * @param report where its report is, relative to the page
   */
  public byte[] html(int refreshSeconds, String report) {
    return Pages.render(
        "live.jte",
        new Page(
            PageAssets.read(),
            this,
            state == State.RUNS || state == State.EVALUATES ? refreshSeconds : null,
            state == State.FINISHED ? report : null,
            new LearningCharts(history).charts()));
  }

  String headline() {
    return switch (state) {
      case RUNS ->
          "Epoch " + Math.min(history.size() + 1, training.epochs()) + " of " + training.epochs();
      case EVALUATES -> "Trained for " + Words.count(history.size(), "epoch") + ", being judged";
      case FINISHED -> "Finished";
      case STOPPED -> "Ended after " + Words.count(history.size(), "epoch") + ", without a report";
    };
  }

  /** Of the epoch under way, 0 to 100. */
  double percentDone() {
    return training.examples() == 0
        ? 0
        : 100.0 * Math.min(done, training.examples()) / training.examples();
  }

  List<RunView.Fact> facts() {
    List<RunView.Fact> facts = new ArrayList<>();
    RunView.add(facts, "Run", training.run());
    RunView.add(facts, "Network", training.network());
    RunView.add(facts, "Training images", Words.count(training.examples()));
    RunView.add(facts, "Workers", Words.count(training.workers()));
    RunView.add(facts, "As of", Words.time(at.truncatedTo(ChronoUnit.SECONDS).toString()));
    if (Double.isFinite(loss)) {
      RunView.add(facts, "Loss of the last round", Words.ratio(loss));
    }
    last().ifPresent(epoch -> add(facts, epoch));
    return facts;
  }

  private void add(List<RunView.Fact> facts, Epoch epoch) {
    RunView.add(facts, "Rate", Words.count(Math.round(epoch.imagesPerSecond())) + " images/s");
    history.stream()
        .filter(past -> Double.isFinite(past.validationAccuracy()))
        .reduce((earlier, later) -> later)
        .ifPresent(past -> RunView.add(facts, "Validation accuracy", validation(past)));
    history.stream()
        .filter(past -> Double.isFinite(past.validationAccuracy()))
        .max(Comparator.comparingDouble(Epoch::validationAccuracy))
        .ifPresent(best -> RunView.add(facts, "Best so far", validation(best)));
    if (state == State.RUNS) {
      RunView.add(facts, "Time left", left(epoch));
    }
  }

  private static String validation(Epoch epoch) {
    return Words.percent(epoch.validationAccuracy()) + " after epoch " + epoch.epoch();
  }

  /** As long as the epochs that are left take at the rate of the last one. */
  private String left(Epoch epoch) {
    double epochs = training.epochs() - history.size() - percentDone() / 100;
    return "about " + Words.duration(Math.max(0, epochs) * epoch.seconds());
  }

  private Optional<Epoch> last() {
    return history.isEmpty() ? Optional.empty() : Optional.of(history.get(history.size() - 1));
  }

  /**
   * The page, ready to be shown.
   *
   * @param refresh seconds; null where it stays as it is
   * @param next page that follows; null for none
   * @param charts of the epochs that are over
   */
  record Page(
      PageAssets assets, LiveReport report, Integer refresh, String next, List<Chart> charts) {

    List<PageLink> links() {
      return charts.isEmpty()
          ? List.of()
          : List.of(new PageLink("now", "Now"), new PageLink("learning", "Learning"));
    }
  }
}
