package io.catwalk.pipeline.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads {@code registry} and {@code retrain}. */
final class RetrainReader {

  private static final Pattern NAME = Pattern.compile("|[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final List<String> EXPORTS = List.of("onnx");
  private static final List<String> OUTCOMES =
      List.of("promoted", "kept", "nothing-new", "stopped", "failed");

  private final Settings settings;

  RetrainReader(Settings settings) {
    this.settings = settings;
  }

  /**
   * @param network which is the name where none is given
   */
  RetrainConfig read(String network) {
    String registry =
        settings.text(
            "registry.name",
            text -> NAME.matcher(text).matches(),
            "expected 1 to 100 letters, digits, '.', '_' or '-', the first a letter or digit");
    return new RetrainConfig(
        registry.isEmpty() ? network : registry,
        settings
            .texts("registry.export", EXPORTS::containsAll, "expected [onnx], or [] for none")
            .stream()
            .distinct()
            .map(name -> RetrainConfig.Export.valueOf(name.toUpperCase(Locale.ROOT)))
            .toList(),
        settings.constant("retrain.start", RetrainConfig.Start.class),
        settings.integer("retrain.lease-seconds", 10, 86_400),
        settings.text(
            "retrain.holdout",
            text -> text.isEmpty() || text.contains("@"),
            "expected NAME@VERSION of a dataset, or \"\" for the first version's"),
        checks(),
        blessing(),
        hooks());
  }

  private RetrainConfig.Checks checks() {
    return new RetrainConfig.Checks(
        percent("retrain.checks.max-class-share-change", 100),
        percent("retrain.checks.max-brightness-change", 100),
        percent("retrain.checks.max-size-change", 10_000),
        percent("retrain.checks.max-quarantine-percent", 100));
  }

  private RetrainConfig.Blessing blessing() {
    return new RetrainConfig.Blessing(
        share("retrain.blessing.min-accuracy"),
        share("retrain.blessing.min-macro-f1"),
        percent("retrain.blessing.max-recall-drop", 100),
        settings.constant("retrain.blessing.test", RetrainConfig.Test.class),
        settings.number("retrain.blessing.level", x -> x > 0 && x < 1, "above 0 and below 1"),
        settings.number("retrain.blessing.max-model-megabytes", x -> x >= 0, "of at least 0"),
        settings.number("retrain.blessing.max-latency-ms", x -> x >= 0, "of at least 0"));
  }

  private RetrainConfig.Hooks hooks() {
    return new RetrainConfig.Hooks(
        settings.texts(
            "retrain.hooks.command",
            words -> words.isEmpty() || !words.get(0).isBlank(),
            "expected a list of a program and its arguments, or [] for none"),
        settings.text(
            "retrain.hooks.webhook",
            RetrainReader::isUrl,
            "expected an http:// or https:// URL, or \"\" for none"),
        settings.integer("retrain.hooks.seconds", 1, 3600),
        settings.texts(
            "retrain.hooks.outcomes",
            OUTCOMES::containsAll,
            "expected a list of " + String.join(", ", OUTCOMES)));
  }

  private double percent(String key, int most) {
    return settings.number(key, x -> x >= 0 && x <= most, "from 0 to " + most + " (percent)");
  }

  private double share(String key) {
    return settings.number(key, x -> x >= 0 && x <= 1, "from 0 to 1");
  }

  static boolean isUrl(String text) {
    try {
      return text.isEmpty() || text.matches("https?://.*") && new URI(text).getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
