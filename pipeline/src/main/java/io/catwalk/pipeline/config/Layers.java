package io.catwalk.pipeline.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.catwalk.pipeline.Secrets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Lays the sources of a configuration over each other and sorts out what is no key. */
final class Layers {

  private static final List<String> ROOTS =
      List.of(
          "storage",
          "data",
          "model",
          "train",
          "evaluate",
          "registry",
          "retrain",
          "tracking",
          "tune",
          "cluster");
  private static final String SPARK_CHILD = KnownKeys.SPARK + ".";

  private final Config reference = reference();
  private final KnownKeys keys = new KnownKeys(reference.root());
  private final SortedMap<String, ConfigValue> values = new TreeMap<>(keys.defaults());
  private final SortedMap<String, ConfigValue> spark = new TreeMap<>();
  private final Mistakes mistakes;

  private Layers(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  /** Reads all sources; what is wrong with their form or keys is added to the mistakes. */
  static Settings merge(ConfigSources sources, Mistakes mistakes) {
    Layers layers = new Layers(mistakes);
    Config file = file(sources, mistakes);
    // Said by the command line and JVM before ${} is resolved, so that what a file derives from a
    // value follows it.
    Config stronger = ConfigFactory.empty();
    SortedMap<String, ConfigValue> sparkOptions = new TreeMap<>();
    for (ConfigOverride property : layers.ours(sources.systemProperties())) {
      stronger = layers.put(property, stronger, sparkOptions);
    }
    for (ConfigOverride override : sources.overrides()) {
      stronger = layers.put(override, stronger, sparkOptions);
    }
    layers.walk("", layers.resolve(stronger, file).root());
    layers.spark.putAll(sparkOptions);
    return new Settings(layers.values, layers.keys.defaults(), layers.spark, mistakes);
  }

  private static Config file(ConfigSources sources, Mistakes mistakes) {
    if (sources.stored().isPresent()) {
      try {
        return ConfigFactory.parseString(
            sources.stored().get().hocon(),
            ConfigParseOptions.defaults().setOriginDescription(sources.stored().get().origin()));
      } catch (ConfigException.Parse e) {
        mistakes.add(Origins.describe(e));
        return ConfigFactory.empty();
      }
    }
    return sources
        .experiment()
        .map(name -> Experiments.parse(name, mistakes))
        .orElseGet(ConfigFactory::empty);
  }

  /**
   * Another library's reference.conf on the class path is merged in by Typesafe Config: only our
   * sections count.
   */
  static Config reference() {
    Config all = ConfigFactory.parseResources(Layers.class.getClassLoader(), "reference.conf");
    return ROOTS.stream()
        .map(all::withOnlyPath)
        .reduce(ConfigFactory.empty(), Config::withFallback);
  }

  private List<ConfigOverride> ours(Map<String, String> properties) {
    return properties.entrySet().stream()
        .filter(e -> keys.contains(e.getKey()) || e.getKey().startsWith(SPARK_CHILD))
        .sorted(Map.Entry.comparingByKey())
        .map(e -> ConfigOverride.of("-D", e.getKey(), e.getValue()))
        .toList();
  }

  private Config put(
      ConfigOverride override, Config onto, SortedMap<String, ConfigValue> sparkOptions) {
    if (!override.wellFormed()) {
      mistakes.add(override.shown() + ": expected KEY=VALUE");
      return onto;
    }
    if (override.key().startsWith(SPARK_CHILD)) {
      String name = override.key().substring(SPARK_CHILD.length()).replace("\"", "");
      sparkOptions.put(sparkName(name), text(override, override.value()));
      return onto;
    }
    if (!keys.contains(override.key())) {
      mistakes.add(override.shown() + ": " + keys.objection(override.key()));
      return onto;
    }
    try {
      return onto.withValue(override.key(), value(override));
    } catch (ConfigException.Parse e) {
      mistakes.add(override.shown() + ": expected a list such as cat,dog or [\"cat\", \"dog\"]");
      return onto;
    }
  }

  /** Plain text, which needs no quotes; a list as a,b or as HOCON writes it. */
  private ConfigValue value(ConfigOverride override) {
    String value = override.value();
    if (!keys.isList(override.key())) {
      return text(override, value);
    }
    if (value.startsWith("[")) {
      return ConfigFactory.parseString(
              "list = " + value,
              ConfigParseOptions.defaults().setOriginDescription(override.shown()))
          .getValue("list")
          .withOrigin(ConfigOriginFactory.newSimple(override.shown()));
    }
    List<String> items = value.isEmpty() ? List.of() : List.of(value.split("\\s*,\\s*", -1));
    return ConfigValueFactory.fromIterable(items, override.shown());
  }

  private static ConfigValue text(ConfigOverride override, String value) {
    return ConfigValueFactory.fromAnyRef(value, override.shown());
  }

  private Config resolve(Config stronger, Config file) {
    try {
      return stronger.withFallback(file).withFallback(reference).resolve();
    } catch (ConfigException e) {
      mistakes.add(Origins.describe(e));
      return stronger.withFallback(reference).resolve();
    }
  }

  private void walk(String section, ConfigObject object) {
    for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
      String path = KnownKeys.child(section, entry.getKey());
      ConfigValue value = entry.getValue();
      if (hidden(value)) {
        continue;
      }
      if (keys.contains(path)) {
        values.put(path, value);
      } else if (path.equals(KnownKeys.SPARK) && value instanceof ConfigObject settings) {
        walkSpark("", settings);
      } else if (value instanceof ConfigObject child
          && (keys.isSection(path) || !child.isEmpty())) {
        walk(path, child);
      } else {
        mistakes.add(value.origin(), Origins.describe(path, value) + ": " + keys.objection(path));
      }
    }
  }

  private void walkSpark(String prefix, ConfigObject object) {
    for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
      String name = prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey();
      if (entry.getValue() instanceof ConfigObject child) {
        walkSpark(name, child);
      } else if (!hidden(entry.getValue())) {
        spark.put(sparkName(name), entry.getValue());
      }
    }
  }

  /** What was hidden when a configuration was stored must be said anew, or is as by default. */
  private static boolean hidden(ConfigValue value) {
    return holdsHidden(value.unwrapped());
  }

  private static boolean holdsHidden(Object value) {
    return value instanceof String text
        ? text.contains(Secrets.HIDDEN)
        : value instanceof List<?> list && list.stream().anyMatch(Layers::holdsHidden);
  }

  /** Both spark.executor.memory and, below cluster.spark, executor.memory name the same setting. */
  private static String sparkName(String name) {
    return name.startsWith("spark.") ? name : "spark." + name;
  }
}
