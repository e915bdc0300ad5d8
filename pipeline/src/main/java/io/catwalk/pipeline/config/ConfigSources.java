package io.catwalk.pipeline.config;

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
 */
public record ConfigSources(
    String experiment,
    Map<String, String> systemProperties,
    List<ConfigOverride> overrides,
    boolean imagesNeeded) {

  public ConfigSources {
    systemProperties = Map.copyOf(systemProperties);
    overrides = List.copyOf(overrides);
  }
}
