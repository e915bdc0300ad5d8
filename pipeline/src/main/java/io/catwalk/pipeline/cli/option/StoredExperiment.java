package io.catwalk.pipeline.cli.option;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.cli.console.DriverOutput;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/** An experiment's file on a file system that every machine of a cluster reads. */
public final class StoredExperiment {

  private static final Pattern URI = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:/.*");

  private StoredExperiment() {}

  static boolean isUri(String experiment) {
    return URI.matcher(experiment).matches();
  }

  /**
   * @param properties the JVM's, for Hadoop settings that spark-submit was given
   */
  public static ConfigSources.Stored read(String uri, Map<String, String> properties) {
    try {
      HadoopStorage storage = HadoopStorage.ofSpark(properties);
      byte[] text = storage.sources().read(uri);
      removeFromMailbox(uri, properties, storage);
      return new ConfigSources.Stored(uri, new String(text, StandardCharsets.UTF_8));
    } catch (IOException | IllegalArgumentException e) {
      throw CatwalkException.usage("--config " + uri + ": cannot be read: " + e.getMessage());
    }
  }

  /** A copy that came along for this driver alone, and may hold secrets, is not left behind. */
  private static void removeFromMailbox(
      String uri, Map<String, String> properties, HadoopStorage storage) {
    String mailbox = properties.get(DriverOutput.PROPERTY);
    if (mailbox != null && uri.startsWith(mailbox + "/")) {
      storage.store(mailbox).delete(uri.substring(mailbox.length() + 1));
    }
  }
}
