package io.catwalk.pipeline.dataset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What people must know of a source from which a dataset was made.
 *
 * @param leftOut kind of file → how many of the source's files are none of the dataset's images,
 *     quarantined ones not counted
 * @param warnings sentences
 */
public record SourceNotices(Map<String, Long> leftOut, List<String> warnings) {

  /** Of a source of which nothing need be told. */
  public static final SourceNotices NONE = new SourceNotices(Map.of(), List.of());

  /** Of images whose colours are not kept. */
  public static final String LOST_COLOURS =
      "the images have colours and are stored as grey (data.shape.channels = 1); data.shape.channels = 3 keeps the colours";

  public SourceNotices {
    leftOut =
        Collections.unmodifiableMap(leftOut == null ? new TreeMap<>() : new TreeMap<>(leftOut));
    warnings = warnings == null ? List.of() : List.copyOf(warnings);
  }

  public SourceNotices with(List<String> more) {
    List<String> all = new ArrayList<>(warnings);
    all.addAll(more);
    return new SourceNotices(leftOut, all);
  }

  /** Files that were left out, of all kinds. */
  public long files() {
    return leftOut.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The kinds in words: {@code .txt 12, no ending 3}; empty where there are none. */
  public String kinds() {
    return leftOut.entrySet().stream()
        .map(e -> String.format(Locale.ROOT, "%s %,d", e.getKey(), e.getValue()))
        .collect(Collectors.joining(", "));
  }
}
