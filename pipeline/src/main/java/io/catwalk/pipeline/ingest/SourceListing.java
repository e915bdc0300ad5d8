package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.storage.SourceFiles;
import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Everything that a source holds, archives opened.
 *
 * @param located entries with their container, sorted by path
 */
record SourceListing(List<Located> located) {

  /** The file that drawn pictures have beside them. */
  static final String SYNTHETIC_MARKER = "SYNTHETIC.txt";

  /** An entry and what holds it. */
  record Located(Container container, SourceEntry entry) {}

  SourceListing {
    located = List.copyOf(located);
  }

  /**
   * @param listed what the storage found there
   * @throws CatwalkException (data) when an archive is damaged
   */
  static SourceListing of(SourceFiles files, List<SourceFile> listed) {
    boolean alone = listed.size() == 1;
    Container plain = new PlainFiles();
    // Sorted and unique: of two files with one path, the first listed stays.
    Map<String, Located> found = new TreeMap<>();
    for (SourceFile file : listed) {
      String path = file.path();
      Optional<Archive> archive = Archive.of(file);
      if (archive.isEmpty()) {
        SourceEntry entry = new SourceEntry(path, file.uri(), 0, file.length());
        found.putIfAbsent(path, new Located(plain, entry));
        continue;
      }
      String folder = alone ? "" : stem(path) + "/";
      for (SourceEntry entry : entries(files, archive.get(), file.uri())) {
        SourceEntry moved = entry.withPath(folder + entry.path());
        found.putIfAbsent(moved.path(), new Located(archive.get(), moved));
      }
    }
    return new SourceListing(new ArrayList<>(found.values()));
  }

  private static List<SourceEntry> entries(SourceFiles files, Archive archive, String uri) {
    try {
      return archive.list(files);
    } catch (IOException | IllegalArgumentException e) {
      // Damaged headers make the archive library throw either.
      throw CatwalkException.data("Cannot read the archive " + uri + ": " + e.getMessage(), e);
    }
  }

  private static String stem(String path) {
    return path.replaceFirst("(?i)\\.(zip|tar|tar\\.gz|tgz)$", "");
  }

  /** Whether the pictures were drawn, not photographed. */
  boolean synthetic() {
    return located.stream().anyMatch(l -> l.entry().fileName().equals(SYNTHETIC_MARKER));
  }

  /** The entries that are named like images. */
  List<Located> images() {
    return located.stream().filter(l -> ImageNames.isImage(l.entry().fileName())).toList();
  }

  /**
   * The same, of which there must be some.
   *
   * @param pattern as configured, for the message
   * @throws CatwalkException (data) when there are none
   */
  List<Located> someImages(String pattern) {
    List<Located> images = images();
    if (images.isEmpty()) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "%s holds no images: among %,d files none is named like one (.jpg, .png, .gif, .bmp, .webp)",
              pattern,
              located.size()));
    }
    return images;
  }

  /** Containers in the order of their first entry, each with its entries in reading order. */
  static <T> Map<Container, List<T>> byContainer(
      List<T> items, Function<T, Container> container, ToLongFunction<T> position) {
    Map<Container, List<T>> groups = new LinkedHashMap<>();
    for (T item : items) {
      groups.computeIfAbsent(container.apply(item), c -> new ArrayList<>()).add(item);
    }
    groups.values().forEach(group -> group.sort(Comparator.comparingLong(position)));
    return groups;
  }
}
