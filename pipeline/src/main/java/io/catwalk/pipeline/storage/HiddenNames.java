package io.catwalk.pipeline.storage;

import java.util.Locale;
import java.util.Set;

/**
 * Names of files and folders that no person put among images: what begins with a dot, and what file
 * systems, archive tools and Hadoop's jobs leave behind.
 */
public final class HiddenNames {

  private static final Set<String> LEFT_BEHIND =
      Set.of(
          "thumbs.db",
          "ehthumbs.db",
          "desktop.ini",
          "@eadir",
          "__macosx",
          "$recycle.bin",
          "system volume information",
          "_success",
          "_temporary",
          "_metadata",
          "_common_metadata",
          "_spark_metadata");

  private HiddenNames() {}

  /**
   * @param name of one file or folder, without those above it
   */
  public static boolean hidden(String name) {
    return name.startsWith(".") || LEFT_BEHIND.contains(name.toLowerCase(Locale.ROOT));
  }

  /**
   * Whether a part of the path is hidden.
   *
   * @param path with '/'
   */
  public static boolean within(String path) {
    for (String part : path.split("/")) {
      if (hidden(part)) {
        return true;
      }
    }
    return false;
  }
}
