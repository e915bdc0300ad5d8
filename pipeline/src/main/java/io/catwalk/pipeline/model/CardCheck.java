package io.catwalk.pipeline.model;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether a card that somebody stored is whole, before anything relies on it. */
final class CardCheck {

  /** Of an image: 256 megapixels of three channels. */
  private static final long MAX_VALUES = 3L << 28;

  /** What folders may be called after. */
  private static final Pattern NAME = Pattern.compile("(?!\\.\\.?$)[^/\\\\\\p{Cntrl}]+");

  private CardCheck() {}

  /** What is wrong with it, and what would be right. */
  static Optional<String> objection(ModelCard card) {
    ImageShape shape = card.shape();
    if (shape == null || !areClasses(card.classes())) {
      return Optional.of("expected a shape and the names of classes, each another");
    }
    if (!isName(card.model()) || !isName(card.dataset()) || !isName(card.datasetVersion())) {
      return Optional.of("expected model, dataset and dataset_version as names without /");
    }
    if (Arrays.stream(ResizeMode.values())
        .noneMatch(mode -> mode.name().toLowerCase(Locale.ROOT).equals(card.resize()))) {
      return Optional.of("resize is none of fit, crop, stretch and pad");
    }
    int channels = shape.channels();
    if (!areNumbers(card.mean(), channels) || !areNumbers(card.standardDeviation(), channels)) {
      return Optional.of("expected a mean and a deviation for each of " + channels + " channels");
    }
    for (int i = 0; i < channels; i++) {
      if (!scales(card.mean().get(i), card.standardDeviation().get(i))) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "mean %s and deviation %s of channel %d make no finite numbers of pixels; expected a deviation above 0",
                card.mean().get(i),
                card.standardDeviation().get(i),
                i));
      }
    }
    return (long) shape.height() * shape.width() * channels > MAX_VALUES
        ? Optional.of("images of " + shape + "; expected at most " + MAX_VALUES + " values")
        : Optional.empty();
  }

  /** Whether black and white stay numbers. */
  private static boolean scales(double mean, double deviation) {
    return deviation > 0
        && Float.isFinite((float) ((0 - mean) / deviation))
        && Float.isFinite((float) ((1 - mean) / deviation));
  }

  private static boolean isName(String text) {
    return text != null && NAME.matcher(text).matches();
  }

  private static boolean areClasses(List<String> names) {
    return names != null
        && names.stream().noneMatch(name -> name == null || name.isBlank())
        && new HashSet<>(names).size() == names.size();
  }

  private static boolean areNumbers(List<Double> values, int count) {
    return values != null
        && values.size() == count
        && values.stream().allMatch(value -> value != null && Double.isFinite(value));
  }
}
