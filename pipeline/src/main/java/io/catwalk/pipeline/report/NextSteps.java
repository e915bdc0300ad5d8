package io.catwalk.pipeline.report;

import io.catwalk.pipeline.compare.Interval;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.SourceNotices;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.report.chart.Words;
import io.catwalk.pipeline.runs.History.Epoch;
import io.catwalk.pipeline.runs.RunManifest;
import io.catwalk.pipeline.runs.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to do next, out of what a run says of itself: each with the setting that does it. The most
 * promising come first.
 */
final class NextSteps {

  /** Of a class; networks of this size keep learning from more. */
  private static final long FEW_IMAGES = 1_000;

  private static final double UNEVEN = 3;

  /** Times its least value that the validation loss grows to where a network learns by heart. */
  private static final double BY_HEART = 1.2;

  private final StoredRun run;
  private final Interval accuracy;
  private final RunManifest.TrainingFacts training;
  private final Map<String, String> settings;
  private final List<Step> steps = new ArrayList<>();

  /**
   * @param text one or two sentences
   * @param setting that does it, as {@code key = value}; empty where none does
   */
  record Step(String text, String setting) {}

  private NextSteps(Analysis analysis) {
    run = analysis.run();
    accuracy = analysis.accuracy();
    training = run.manifest().training();
    settings = ConfigLoader.settings(run.configuration());
  }

  /** Empty where nothing was trained, or nothing stands out. */
  static List<Step> of(Analysis analysis) {
    NextSteps next = new NextSteps(analysis);
    if (next.training != null) {
      Optional.ofNullable(next.run.dataset()).ifPresent(next::data);
      next.learning();
      next.averaging();
      next.validation();
    }
    return List.copyOf(next.steps);
  }

  private void data(DatasetManifest dataset) {
    if (dataset.duplicates().acrossClasses() > 0) {
      add(
          Words.count(dataset.duplicates().acrossClasses(), "image")
              + " lie in two classes at once: whatever the model says of them is wrong once. Move or delete one of each pair.",
          "");
    }
    if (dataset.notices().warnings().contains(SourceNotices.LOST_COLOURS)) {
      add("The images have colours and the network sees them in grey.", "data.shape.channels = 3");
    }
    Map<String, Long> counts = dataset.counts().getOrDefault(Split.TRAIN.id(), Map.of());
    long least = counts.values().stream().mapToLong(Long::longValue).min().orElse(0);
    long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
    if (most >= UNEVEN * Math.max(1, least) && is("train.balance", "none")) {
      add(
          "The largest class has "
              + Words.count(most)
              + " images to train on, the smallest "
              + Words.count(least)
              + ": the large one is favoured.",
          "train.balance = weights");
    }
    if (least < FEW_IMAGES) {
      add(
          "There are "
              + Words.count(least)
              + " to "
              + Words.count(most)
              + " images a class to train on: more of them help most, and so does a network that learned from others.",
          "model.from = RUN");
    }
  }

  private void learning() {
    List<Epoch> history = run.history();
    double least = history.stream().mapToDouble(Epoch::validationLoss).min().orElse(Double.NaN);
    double last = history.isEmpty() ? Double.NaN : history.get(history.size() - 1).validationLoss();
    if (last > BY_HEART * least && training.bestEpoch() < training.epochs()) {
      boolean changed = !is("train.augment.flip", "false") || !is("train.augment.shift", "0");
      add(
          "The validation loss fell to "
              + Words.ratio(least)
              + " and rose to "
              + Words.ratio(last)
              + ": the network learns the images by heart."
              + (changed ? "" : " Images that change in every epoch cannot be."),
          changed ? "train.weight-decay = 0.1" : "train.augment.flip = true");
    } else if (training.bestEpoch() == training.epochs() && is("train.schedule.kind", "constant")) {
      add(
          "The last epoch was the best: it would have gone on.",
          "train.epochs = " + 2 * training.epochs());
    }
  }

  private void averaging() {
    if (training.roundsPerEpoch() != null
        && training.workers() != null
        && training.workers() > 1
        && training.roundsPerEpoch() == 1) {
      long steps =
          training.examples() / Math.max(1, (long) training.workers() * training.minibatch());
      add(
          "The workers' networks were averaged once an epoch, so that each learned from its own images alone until then.",
          "train.averaging-frequency = " + Math.max(1, steps / 4));
    }
  }

  private void validation() {
    Double validated = training.validationAccuracy();
    if (validated != null && (validated < accuracy.low() || validated > accuracy.high())) {
      add(
          "The best epoch was chosen by a validation accuracy of "
              + Words.percent(validated)
              + ", which lies outside of the interval of the test's: it came from few images, or from others than the test's.",
          "data.validation-percent = 20");
    }
  }

  private boolean is(String key, String value) {
    return value.equals(settings.get(key));
  }

  private void add(String text, String setting) {
    steps.add(new Step(text, setting));
  }
}
