package io.catwalk.pipeline.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.File;
import java.util.List;
import java.util.Optional;

/** Finds an experiment's file: a path, or the name of one that is packed in the jar. */
public final class Experiments {

  private static final List<String> PACKED =
      List.of(
          "lenet-cats-vs-dogs",
          "lenet-fashion-mnist",
          "resnet-fashion-mnist",
          "retrain-cats-vs-dogs",
          "retrain-fashion-mnist");
  private static final String FOLDER = "experiments/";
  private static final String SUFFIX = ".conf";

  private Experiments() {}

  /** Names that {@code --config} takes besides paths, sorted. */
  public static List<String> packed() {
    return PACKED;
  }

  /**
   * Parses it, unresolved. Nothing is thrown: what is wrong goes to the mistakes, and the result is
   * empty then.
   */
  static Config parse(String experiment, Mistakes mistakes) {
    File file = new File(experiment);
    String name = nameOf(file);
    try {
      if (file.isFile()) {
        if (!file.canRead()) {
          mistakes.add(experiment + ": the file may not be read");
          return ConfigFactory.empty();
        }
        // What it includes lies beside it: that place is known of an absolute path alone.
        return ConfigFactory.parseFile(file.getAbsoluteFile(), described(experiment));
      }
      Optional<Config> packed = packed(experiment);
      if (packed.isPresent()) {
        return packed.get();
      }
    } catch (ConfigException.Parse e) {
      mistakes.add(Origins.describe(e));
      return ConfigFactory.empty();
    } catch (ConfigException.IO e) {
      mistakes.add(experiment + ": cannot be read: " + e.getMessage());
      return ConfigFactory.empty();
    }
    mistakes.add(missing(experiment, file, name));
    return ConfigFactory.empty();
  }

  /** One that is packed in the jar, by its name. */
  static Optional<Config> packed(String experiment) {
    File file = new File(experiment);
    String name = nameOf(file);
    if (file.getParent() != null || !PACKED.contains(name)) {
      return Optional.empty();
    }
    return Optional.of(
        ConfigFactory.parseResources(
            Experiments.class.getClassLoader(), FOLDER + name + SUFFIX, described(name + SUFFIX)));
  }

  private static String missing(String experiment, File file, String name) {
    if (file.isDirectory()) {
      return "--config " + experiment + ": a folder, expected a HOCON file";
    }
    if (PACKED.contains(name)) {
      return "--config " + experiment + ": no such file; the packed one is --config " + name;
    }
    return "--config "
        + experiment
        + ": no such file, and no packed experiment (packed are "
        + String.join(", ", PACKED)
        + ")";
  }

  private static String nameOf(File file) {
    String name = file.getName();
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }

  private static ConfigParseOptions described(String origin) {
    return ConfigParseOptions.defaults()
        .setAllowMissing(false)
        .setOriginDescription(origin)
        .setIncluder(new Inclusion());
  }
}
