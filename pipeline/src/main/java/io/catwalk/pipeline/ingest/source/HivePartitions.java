package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.ingest.table.ImageTable;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Folders of a table that name a column and its value, as Hive and Spark write them. */
final class HivePartitions {

  private HivePartitions() {}

  /** The class that a folder of a file's path names ({@code label=cat}); empty where none does. */
  static String label(String path) {
    for (String folder : path.split("/")) {
      int sign = folder.indexOf('=');
      if (sign > 0 && ImageTable.LABELS.contains(folder.substring(0, sign))) {
        return value(folder.substring(sign + 1));
      }
    }
    return "";
  }

  private static String value(String written) {
    try {
      // A plus is a plus here, as in file names.
      return URLDecoder.decode(written.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return written;
    }
  }
}
