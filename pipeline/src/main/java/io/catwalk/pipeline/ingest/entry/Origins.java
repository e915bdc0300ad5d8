package io.catwalk.pipeline.ingest.entry;

import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds the files that hold entries. Whoever asks in the order of the files gets an answer at once.
 * Not thread-safe.
 */
public final class Origins {

  private final List<SourceFile> files;
  private int last;

  /**
   * @param files of the source, sorted by URI, as {@code SourceFiles} lists them
   */
  public Origins(List<SourceFile> files) {
    this.files = files;
  }

  /** Empty where the listing has no such file. */
  public Optional<SourceFile> of(Container container, SourceEntry entry) {
    String uri = container.origin(entry);
    for (int next = last; next < Math.min(last + 2, files.size()); next++) {
      SourceFile file = files.get(next);
      if (file.uri().equals(uri)) {
        last = next;
        return Optional.of(file);
      }
    }
    int found =
        Collections.binarySearch(
            files, new SourceFile(uri, "", 0, 0), Comparator.comparing(SourceFile::uri));
    if (found < 0) {
      return Optional.empty();
    }
    last = found;
    return Optional.of(files.get(found));
  }
}
