package io.catwalk.pipeline.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A configuration without what it shares with the documented defaults. */
public final class OwnSettings {

  private OwnSettings() {}

  /**
   * As HOCON, a key a line, sorted; secrets are hidden as in {@link ExperimentConfig#effective}.
   *
   * @param wanted which keys
   */
  public static String of(ExperimentConfig config, Predicate<String> wanted) {
    Config usual = Layers.reference();
    Map<String, ConfigValue> own = new TreeMap<>();
    ConfigFactory.parseString(config.effective())
        .entrySet()
        .forEach(
            entry -> {
              if (wanted.test(entry.getKey()) && !same(entry.getValue(), usual, entry.getKey())) {
                own.put(entry.getKey(), entry.getValue());
              }
            });
    return own.entrySet().stream()
        .map(entry -> entry.getKey() + " = " + text(entry.getValue()) + "\n")
        .collect(Collectors.joining());
  }

  private static boolean same(ConfigValue value, Config usual, String key) {
    return usual.hasPath(key)
        && String.valueOf(value.unwrapped())
            .equals(String.valueOf(usual.getValue(key).unwrapped()));
  }

  private static String text(ConfigValue value) {
    return value.render(ConfigRenderOptions.concise());
  }
}
