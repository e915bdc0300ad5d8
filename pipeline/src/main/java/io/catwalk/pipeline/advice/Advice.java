package io.catwalk.pipeline.advice;

import io.catwalk.pipeline.Counted;
import io.catwalk.pipeline.ingest.SourceSurvey;
import io.catwalk.pipeline.model.PublishedModels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settings that suit a source of images, each with its reason. The network and how it is trained
 * are those with which {@code catwalk bench accuracy} measures photos (row pets, but for its
 * test-time flip, which exported models have not) and Fashion-MNIST (row catwalk-small), but for
 * few photos, which start from a network that comes with Catwalk; epochs and augmentation follow
 * the number of images.
 *
 * @param parts in the order in which people read them
 */
public record Advice(List<Part> parts) {

  /** Images that training looks at, all epochs together: some minutes on two cores. */
  private static final long PRESENTATIONS = 120_000;

  private static final int MOST_EPOCHS = 200;
  private static final int LEAST_EPOCHS = 10;

  /** Training images below which a network learns them by heart unless they are changed. */
  private static final long FEW = 5_000;

  /** Shorter side, in pixels, from which 64×64 shows more than 32×32. */
  private static final int LARGE = 48;

  private static final int MOST_WORKERS = 8;
  private static final double UNEVEN = 3;

  /** What HOCON takes without quotes. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9.-]+");

  private static final Pattern LOCAL = Pattern.compile("local\\[(\\d{1,4})\\]");

  /**
   * Settings that have one reason.
   *
   * @param why a sentence
   * @param settings key → value
   */
  public record Part(String why, Map<String, String> settings) {}

  public Advice {
    parts = List.copyOf(parts);
  }

  /**
   * @param cores that will train
   * @param isFree whether network and shape are to be chosen; else the user has chosen some of
   *     them, and no stored network may fit
   */
  public static Advice of(SourceSurvey survey, int cores, boolean isFree) {
    List<Part> parts = new ArrayList<>();
    boolean given = survey.testImages() > 0;
    int testPercent = survey.images() < FEW ? 20 : 10;
    long train =
        Math.round(
            given
                ? (survey.images() - survey.testImages()) * 0.9
                : survey.images() * (1 - testPercent / 100.0) * 0.9);
    parts.add(split(given, testPercent));
    parts.add(shape(survey));
    if (survey.badShare() > 0.01) {
      parts.add(quarantine(survey));
    }
    if (survey.duplicates() > 0 && survey.conflicts() * 100 > survey.looked()) {
      parts.add(conflicts(survey));
    }
    boolean started = isFree && isColourful(survey) && !isSmall(survey) && train < FEW;
    parts.add(started ? started(survey) : own());
    parts.add(pace(train, cores, started));
    parts.add(learning(train, started));
    parts.add(augmentation(survey, train));
    if (survey.imbalance() >= UNEVEN) {
      parts.add(
          new Part(
              String.format(
                  Locale.ROOT,
                  "The most frequent class has %.0f times the images of the rarest: each image counts by its class.",
                  survey.imbalance()),
              Map.of("train.balance", "weights")));
    }
    return new Advice(parts);
  }

  /**
   * Cores of a local master: each trains one worker.
   *
   * @param master Spark's; empty for this machine
   * @return 2 where nobody can know, which is the default of {@code train.workers}
   */
  public static int cores(String master) {
    if (master.isEmpty() || master.equals("local[*]")) {
      return Runtime.getRuntime().availableProcessors();
    }
    Matcher local = LOCAL.matcher(master);
    return local.matches() ? Integer.parseInt(local.group(1)) : 2;
  }

  private static boolean isColourful(SourceSurvey survey) {
    return survey.colourful() > 0.01;
  }

  private static boolean isSmall(SourceSurvey survey) {
    return survey.sides().median() < LARGE;
  }

  private static Part own() {
    return new Part(
        "Catwalk's own network, which two cores train in minutes.",
        Map.of("model.name", "catwalk-small"));
  }

  private static Part started(SourceSurvey survey) {
    return new Part(
        "Catwalk's own network, which has learned from other photos: few are not enough for a new one.",
        ordered(
            "model.name",
            "catwalk-small",
            "model.from",
            PublishedModels.PHOTOS,
            "model.classes",
            Integer.toString(survey.classes().size())));
  }

  private static Part split(boolean given, int testPercent) {
    return given
        ? new Part(
            "The source sets test images apart; a tenth of the others validates each epoch.",
            ordered("data.split", "source", "data.validation-percent", "10"))
        : new Part(
            "Divided by the images' contents, so that no duplicate is trained on and tested.",
            ordered(
                "data.split", "hash",
                "data.test-percent", Integer.toString(testPercent),
                "data.validation-percent", "10"));
  }

  private static Part shape(SourceSurvey survey) {
    int side = isSmall(survey) ? 32 : 64;
    boolean colour = isColourful(survey);
    return new Part(
        String.format(
            Locale.ROOT,
            "%s; the shorter sides have %,d to %,d pixels, half of them less than %,d.",
            colour
                ? String.format(
                    Locale.ROOT, "%.0f %% of the images have colours", 100 * survey.colourful())
                : "No image has colours",
            survey.sides().smallest(),
            survey.sides().largest(),
            survey.sides().median()),
        ordered(
            "data.shape.height", Integer.toString(side),
            "data.shape.width", Integer.toString(side),
            "data.shape.channels", colour ? "3" : "1"));
  }

  private static Part quarantine(SourceSurvey survey) {
    long percent = Math.min(100, (long) Math.ceil(100 * survey.badShare() * 1.5) + 1);
    // A class that loses far more than the others still stops the ingest.
    long ofAClass = Math.min(100, 2 * percent + 5);
    return new Part(
        String.format(
            Locale.ROOT,
            "Of %,d images that were read %,d cannot be used; they go to quarantine.",
            survey.looked(),
            survey.badImages()),
        ordered(
            "data.quarantine.max-percent", Long.toString(percent),
            "data.quarantine.max-class-percent", Long.toString(ofAClass)));
  }

  private static Part conflicts(SourceSurvey survey) {
    long percent = (long) Math.ceil(150.0 * survey.conflicts() / survey.looked()) + 1;
    return new Part(
        String.format(
            Locale.ROOT,
            "Of %,d images that were read %,d have the same bytes as one of another class; better move them.",
            survey.looked(),
            survey.conflicts()),
        Map.of("data.conflicts.max-percent", Long.toString(Math.min(100, percent))));
  }

  /** Workers, minibatch and averaging, so that an epoch has some steps and some averages. */
  private static Part pace(long train, int cores, boolean started) {
    int minibatch = train < FEW ? 32 : 64;
    int workers = (int) Math.max(1, Math.min(Math.min(cores, MOST_WORKERS), train / minibatch / 2));
    long steps =
        Math.max(1, (train + (long) workers * minibatch - 1) / ((long) workers * minibatch));
    long frequency = Math.max(1, Math.min(10, steps / 3));
    long presentations = started ? PRESENTATIONS / 4 : PRESENTATIONS;
    long epochs = Math.max(LEAST_EPOCHS, Math.min(MOST_EPOCHS, presentations / Math.max(1, train)));
    return new Part(
        String.format(
            Locale.ROOT,
            "About %s to train on: %s an epoch of %s, averaged every %d.",
            Counted.of(train, "image"),
            Counted.of(steps, "step"),
            Counted.of(workers, "worker"),
            frequency),
        ordered(
            "train.epochs", Long.toString(epochs),
            "train.workers", Integer.toString(workers),
            "train.minibatch", Integer.toString(minibatch),
            "train.averaging-frequency", Long.toString(frequency)));
  }

  private static Part learning(long train, boolean started) {
    Map<String, String> settings =
        ordered(
            "train.updater", "adamw",
            "train.learning-rate", started ? "0.001" : "0.005",
            "train.weight-decay", started ? "0.1" : train < FEW ? "0.25" : "0.05",
            "train.schedule.kind", "one-cycle",
            "train.label-smoothing", "0.1");
    if (train >= FEW) {
      return new Part("A rate that rises and falls, and weights that shrink.", settings);
    }
    settings.put("train.ema.decay", "0.99");
    settings.put("train.early-stopping.metric", "loss");
    return new Part(
        "A rate that rises and falls, and weights that shrink. Few images validate: they judge the mean of many steps, by its loss.",
        settings);
  }

  private static Part augmentation(SourceSurvey survey, long train) {
    boolean photos = isColourful(survey);
    boolean small = isSmall(survey);
    Map<String, String> settings = new LinkedHashMap<>();
    if (photos) {
      settings.put("train.augment.flip", "true");
    }
    settings.put("train.augment.shift", small ? "2" : "6");
    settings.put("train.augment.padding", "edge");
    if (photos && train < FEW) {
      settings.put("train.augment.rotation", "15");
      settings.put("train.augment.brightness", "0.3");
      settings.put("train.augment.contrast", "0.3");
      settings.put("train.augment.mixup", "0.2");
    }
    settings.put("train.augment.erasing", train < FEW && photos ? "0.4" : "0.25");
    return new Part(
        photos
            ? "Photos look as true mirrored and moved; turn flip off where left and right differ."
            : "Drawings and letters may mean something else when mirrored: they are only moved.",
        settings);
  }

  private static Map<String, String> ordered(String... keysAndValues) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      settings.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return settings;
  }

  /** All settings, key → value. */
  public Map<String, String> settings() {
    Map<String, String> all = new LinkedHashMap<>();
    parts.forEach(part -> all.putAll(part.settings()));
    return all;
  }

  /** As HOCON: a comment a part, a line a setting. */
  public String hocon() {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      text.append("\n# ").append(part.why()).append('\n');
      part.settings()
          .forEach(
              (key, value) ->
                  text.append(key)
                      .append(" = ")
                      .append(PLAIN.matcher(value).matches() ? value : '"' + value + '"')
                      .append('\n'));
    }
    return text.toString();
  }
}
