package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.ingest.layout.ImageNames;
import java.util.Map;
import java.util.TreeMap;

/** Counts files of a source that are no images of the dataset, by kind. */
public final class LeftOut {

  /** More kinds than anybody reads are counted as one. */
  private static final int KINDS = 30;

  private static final String OTHERS = "other endings";

  private final Map<String, Long> kinds = new TreeMap<>();

  /** A file that is left out because of what it is. */
  void file(String fileName) {
    add(ImageNames.kind(fileName));
  }

  /**
   * @param kind as people are told it
   */
  void add(String kind) {
    kinds.merge(kinds.size() < KINDS || kinds.containsKey(kind) ? kind : OTHERS, 1L, Long::sum);
  }

  /** Kind → files, sorted by kind. */
  public Map<String, Long> counts() {
    return new TreeMap<>(kinds);
  }
}
