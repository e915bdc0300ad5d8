package io.catwalk.pipeline.ingest.source;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The name of an archive's entry as a path within the archive.
 *
 * @param path with '/' between names, without '.' and '..'
 * @param outside whether the name leads out of the archive, by more '..' than there are folders
 */
record ArchivePath(String path, boolean outside) {

  static ArchivePath of(String name) {
    Deque<String> parts = new ArrayDeque<>();
    boolean outside = false;
    for (String part : name.replace('\\', '/').split("/")) {
      if (part.equals("..")) {
        outside |= parts.pollLast() == null;
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return new ArchivePath(String.join("/", parts), outside);
  }

  /** What a link in the folder of this entry leads to. */
  ArchivePath follow(String link) {
    return link.startsWith("/") ? new ArchivePath(link, true) : of(folder() + link);
  }

  /** With a '/' at its end; empty for the archive's root. */
  String folder() {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }
}
