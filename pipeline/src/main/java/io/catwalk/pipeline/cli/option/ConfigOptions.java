package io.catwalk.pipeline.cli.option;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Options that decide the configuration. */
public final class ConfigOptions {

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "The experiment: a HOCON file, the URI of one such as hdfs://HOST:PORT/mine.conf, or the"
              + " name of a packed one (lenet-fashion-mnist, lenet-cats-vs-dogs).")
  private String experiment;

  @Option(
      names = {"--set", "-D"},
      paramLabel = "KEY=VALUE",
      description =
          "Overrides a key of the configuration, such as --set train.epochs=3; may be repeated."
              + " `catwalk config` prints all keys.")
  private List<String> assignments = new ArrayList<>();

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "Spark's master (cluster.master): local[N], spark://HOST:PORT, yarn, k8s://URL. Default:"
              + " what spark-submit was given, else local[*].")
  private String master;

  @Option(
      names = "--deploy-mode",
      paramLabel = "MODE",
      description =
          "Where the driver runs: client (here, the default) or cluster (inside the cluster that"
              + " --master names). Of submit/catwalk: spark-submit takes it before the jar.")
  private String deployMode;

  @Option(
      names = "--storage",
      paramLabel = "URI",
      description =
          "Root of datasets, runs and registry (storage.root): a folder or a URI such as"
              + " hdfs://HOST:PORT/FOLDER. Default: catwalk-storage.")
  private String storage;

  /**
   * @param imagesNeeded whether the command reads {@code data.source}
   */
  public ConfigSources sources(boolean imagesNeeded) {
    return sources(imagesNeeded, List.of());
  }

  /**
   * @param own what a command's own options say; they win over all others
   */
  public ConfigSources sources(boolean imagesNeeded, List<ConfigOverride> own) {
    ConfigSources sources = new ConfigSources(systemProperties(), overrides(own), imagesNeeded);
    if (experiment == null) {
      return sources;
    }
    return StoredExperiment.isUri(experiment)
        ? sources.over(StoredExperiment.read(experiment, systemProperties()))
        : sources.of(experiment);
  }

  private List<ConfigOverride> overrides(List<ConfigOverride> own) {
    if (deployMode != null) {
      throw CatwalkException.usage(
          "--deploy-mode "
              + deployMode
              + " is an option of submit/catwalk; with spark-submit give it before the jar");
    }
    List<ConfigOverride> overrides = new ArrayList<>();
    for (String assignment : assignments) {
      overrides.add(ConfigOverride.assignment("--set", assignment));
    }
    if (master != null) {
      overrides.add(ConfigOverride.option("--master", "cluster.master", master));
    }
    if (storage != null) {
      overrides.add(ConfigOverride.option("--storage", "storage.root", storage));
    }
    overrides.addAll(own);
    return overrides;
  }

  /** Whether a storage is named here. */
  public boolean namesStorage() {
    return storage != null;
  }

  public boolean namesExperiment() {
    return experiment != null;
  }

  /** The JVM's. */
  public static Map<String, String> systemProperties() {
    return System.getProperties().stringPropertyNames().stream()
        .collect(Collectors.toMap(name -> name, System::getProperty));
  }
}
