package io.catwalk.pipeline.ingest.entry;

import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.util.List;
import java.util.Optional;

/**
 * Finds the files that hold entries. Whoever asks in the order of the files gets an answer at once,
 * also where some of them hold none. Not thread-safe.
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
    int low = 0;
    int high = files.size();
    int next = last;
    int step = 1;
    while (low < high) {
      SourceFile file = files.get(next);
      int order = file.uri().compareTo(uri);
      if (order == 0) {
        last = next;
        return Optional.of(file);
      }
      if (order < 0) {
        low = next + 1;
      } else {
        high = next;
      }
      if (high == files.size()) {
        // Mostly it lies a few files behind the last one.
        next += Math.min(step, high - 1 - next);
        step *= 2;
      } else {
        next = (low + high) >>> 1;
      }
    }
    return Optional.empty();
  }
}
