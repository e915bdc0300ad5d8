package io.catwalk.pipeline.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where a configuration comes from, from weakest to strongest; below them all are the documented
 * defaults.
 *
 * @param experiment path of a HOCON file or the name of a packed experiment; null for none
 * @param systemProperties the JVM's; those that are no key of ours are passed over
 * @param overrides from the command line, the last of one key wins
 * @param imagesNeeded whether {@code data.source} must be set
 * @param stored a configuration that a run left, in place of an experiment's file; null for none
 */
public record ConfigSources(
    String experiment,
    Map<String, String> systemProperties,
    List<ConfigOverride> overrides,
    boolean imagesNeeded,
    Stored stored) {

  /**
   * @param origin where it comes from, for messages
   * @param hocon its text
   */
  public record Stored(String origin, String hocon) {}

  /** Without a stored configuration. */
  public ConfigSources(
      String experiment,
      Map<String, String> systemProperties,
      List<ConfigOverride> overrides,
      boolean imagesNeeded) {
    this(experiment, systemProperties, overrides, imagesNeeded, null);
  }

  /** The same options over a stored configuration, with one more override that wins. */
  public ConfigSources over(Stored configuration, ConfigOverride override) {
    List<ConfigOverride> all = new ArrayList<>(overrides);
    all.add(override);
    return new ConfigSources(null, systemProperties, all, imagesNeeded, configuration);
  }

  public ConfigSources {
    systemProperties = Map.copyOf(systemProperties);
    overrides = List.copyOf(overrides);
  }
}
