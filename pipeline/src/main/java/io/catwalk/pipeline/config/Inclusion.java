package io.catwalk.pipeline.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseable;

/**
 * What {@code include "name"} means in an experiment's file: a file beside it, or a packed
 * experiment. Typesafe Config itself passes over what it does not find, so that all settings of a
 * misspelt file would silently be the defaults.
 */
record Inclusion() implements ConfigIncluder {

  private static final String MISTAKE = "include \"";

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    ConfigParseable beside = context.relativeTo(what);
    if (beside == null) {
      return packed(context, what);
    }
    try {
      return beside.parse(context.parseOptions().setAllowMissing(false));
    } catch (ConfigException.IO e) {
      if (e.getMessage().contains(MISTAKE)) {
        throw e; // of a file that this one includes
      }
      return packed(context, what);
    }
  }

  private static ConfigObject packed(ConfigIncludeContext context, String what) {
    String includer = context.parseOptions().getOriginDescription();
    return Experiments.packed(what)
        .orElseThrow(
            () ->
                new ConfigException.IO(
                    ConfigOriginFactory.newSimple(includer),
                    MISTAKE + what + "\": no such file beside it and no packed one"))
        .root();
  }
}
