package io.catwalk.pipeline.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a configuration comes from, from weakest to strongest; below them all are the documented
 * defaults.
 *
 * @param experiment path of a HOCON file or the name of a packed experiment
 * @param systemProperties the JVM's; those that are no key of ours are passed over
 * @param overrides from the command line, the last of one key wins
 * @param imagesNeeded whether {@code data.source} must be set
 * @param stored a configuration that a run left, in place of an experiment's file
 */
public record ConfigSources(
    Optional<String> experiment,
    Map<String, String> systemProperties,
    List<ConfigOverride> overrides,
    boolean imagesNeeded,
    Optional<Stored> stored) {

  /**
   * @param origin where it comes from, for messages
   * @param hocon its text
   */
  public record Stored(String origin, String hocon) {}

  /** Of no experiment. */
  public ConfigSources(
      Map<String, String> systemProperties, List<ConfigOverride> overrides, boolean imagesNeeded) {
    this(Optional.empty(), systemProperties, overrides, imagesNeeded, Optional.empty());
  }

  /** The same options over an experiment. */
  public ConfigSources of(String name) {
    return new ConfigSources(
        Optional.of(name), systemProperties, overrides, imagesNeeded, Optional.empty());
  }

  /** The same options over an experiment, unless one is named. */
  public ConfigSources orElse(String usual) {
    return experiment.isPresent() || stored.isPresent() ? this : of(usual);
  }

  /** The same options over a stored configuration, in place of an experiment. */
  public ConfigSources over(Stored configuration) {
    return new ConfigSources(
        Optional.empty(), systemProperties, overrides, imagesNeeded, Optional.of(configuration));
  }

  /** The same with one more override, which wins. */
  public ConfigSources with(ConfigOverride override) {
    List<ConfigOverride> all = new ArrayList<>(overrides);
    all.add(override);
    return new ConfigSources(experiment, systemProperties, all, imagesNeeded, stored);
  }

  public ConfigSources {
    systemProperties = Map.copyOf(systemProperties);
    overrides = List.copyOf(overrides);
  }
}
