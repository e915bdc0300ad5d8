package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/** An experiment's file on a file system that every machine of a cluster reads. */
final class StoredExperiment {

  private static final Pattern URI = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:/.*");

  private StoredExperiment() {}

  static boolean isUri(String experiment) {
    return URI.matcher(experiment).matches();
  }

  /**
   * @param properties the JVM's, for Hadoop settings that spark-submit was given
   */
  static ConfigSources.Stored read(String uri, Map<String, String> properties) {
    try {
      byte[] text = HadoopStorage.ofSpark(properties).sources().read(uri);
      return new ConfigSources.Stored(uri, new String(text, StandardCharsets.UTF_8));
    } catch (IOException | IllegalArgumentException e) {
      throw CatwalkException.usage("--config " + uri + ": cannot be read: " + e.getMessage());
    }
  }
}
