package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.ingest.entry.Located;
import io.catwalk.pipeline.ingest.entry.SourceEntry;
import io.catwalk.pipeline.ingest.packed.PackedEntry;
import io.catwalk.pipeline.storage.HiddenNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files of an archive, links followed within it. Of entries of one name the last counts, as
 * where the archive is unpacked.
 */
final class PackedTree {

  /** As many as Linux follows. */
  private static final int MOST_LINKS = 40;

  /** An archive of a few bytes can link a folder many times. */
  private static final long MOST_LINKED = 1_000_000;

  /** A class's name or number; WebDataset's ending of a file with it beside each image. */
  private static final String LABEL = ".cls";

  private static final int LONGEST_LABEL = 1024;

  private final Archive archive;
  private final Map<String, String> labels = new HashMap<>();
  private final Map<String, PackedEntry> entries = new LinkedHashMap<>();
  private final TreeMap<String, PackedEntry> files = new TreeMap<>();
  private final Map<String, String> unreadable = new LinkedHashMap<>();
  private long linked;

  /**
   * @param archive reads the files
   */
  PackedTree(Archive archive) {
    this.archive = archive;
  }

  /**
   * As {@link #add(PackedEntry)}, of an archive in which a file beside an image may say its class.
   *
   * @param content of the entry
   */
  void add(PackedEntry entry, InputStream content) throws IOException {
    add(entry);
    String path = ArchivePath.of(entry.name()).path();
    if (path.endsWith(LABEL) && files.get(path) == entry && entry.length() <= LONGEST_LABEL) {
      byte[] label = content.readNBytes((int) entry.length());
      labels.put(sample(path), new String(label, StandardCharsets.UTF_8).strip());
    }
  }

  /** What the files of one image share: the path before the first dot of the file's name. */
  private static String sample(String path) {
    int dot = path.indexOf('.', path.lastIndexOf('/') + 1);
    return dot < 0 ? path : path.substring(0, dot);
  }

  void add(PackedEntry entry) {
    ArchivePath path = ArchivePath.of(entry.name());
    if (path.path().isEmpty() || HiddenNames.within(path.path())) {
      return;
    }
    if (path.outside()) {
      unreadable.put(path.path(), "its name, " + entry.name() + ", leads out of the archive");
      return;
    }
    entries.put(path.path(), entry);
    files.remove(path.path());
    unreadable.remove(path.path());
    switch (entry.kind()) {
      case FILE -> files.put(path.path(), entry);
      case HARD_LINK -> addLink(path.path(), entry);
      case SPARSE ->
          unreadable.put(
              path.path(), "a file with holes; pack it again without tar's option --sparse");
      case OTHER -> unreadable.put(path.path(), "neither a file nor a folder");
      default -> {
        // Folders are there by what lies in them, and symbolic links may lead to later entries.
      }
    }
  }

  /** Its file comes before it. */
  private void addLink(String path, PackedEntry link) {
    PackedEntry file = files.get(ArchivePath.of(link.link()).path());
    if (link.length() > 0) {
      files.put(path, link);
    } else if (file == null) {
      unreadable.put(
          path, "a hard link to " + link.link() + ", which is no file before it in the archive");
    } else {
      files.put(path, file);
    }
  }

  /** Files and what cannot be read, with their containers. */
  List<Located> located() {
    TreeMap<String, PackedEntry> all = new TreeMap<>(files);
    for (Map.Entry<String, PackedEntry> entry : entries.entrySet()) {
      if (entry.getValue().kind() == PackedEntry.Kind.SYMBOLIC_LINK) {
        all.putAll(targets(entry.getKey(), entry.getValue()));
      }
    }
    Set<String> labelled = new HashSet<>();
    all.keySet().stream()
        .filter(path -> !path.endsWith(LABEL))
        .forEach(path -> labelled.add(sample(path)));
    List<Located> located = new ArrayList<>();
    all.forEach(
        (path, entry) -> {
          String label = labels.getOrDefault(sample(path), "");
          // A class's file is no file that is left out.
          if (!path.endsWith(LABEL) || label.isEmpty() || !labelled.contains(sample(path))) {
            located.add(
                new Located(
                    archive,
                    new SourceEntry(path, entry.name(), entry.position(), entry.length()),
                    label));
          }
        });
    unreadable.forEach(
        (path, reason) -> {
          if (!all.containsKey(path)) {
            located.add(new Located(new Unreadable(reason), unread(path)));
          }
        });
    return located;
  }

  private SourceEntry unread(String path) {
    return new SourceEntry(path, archive.uri(), 0, 0);
  }

  /** The file that a symbolic link leads to, or the files of the folder. */
  private Map<String, PackedEntry> targets(String path, PackedEntry link) {
    ArchivePath at = new ArchivePath(path, false);
    PackedEntry entry = link;
    for (int links = 0; links < MOST_LINKS && entry != null; links++) {
      if (entry.kind() != PackedEntry.Kind.SYMBOLIC_LINK) {
        break;
      }
      at = at.follow(entry.link());
      entry = at.outside() ? null : entries.get(at.path());
    }
    if (!at.outside() && files.containsKey(at.path())) {
      return Map.of(path, files.get(at.path()));
    }
    Map<String, PackedEntry> below = at.outside() ? Map.of() : below(at.path() + "/", path + "/");
    linked += below.size();
    if (linked > MOST_LINKED) {
      unreadable.put(path, "one of so many links to folders that they hold over a million files");
      return Map.of();
    }
    if (below.isEmpty()) {
      unreadable.put(
          path, "a symbolic link to " + link.link() + ", which is no file of the archive");
    }
    return below;
  }

  private Map<String, PackedEntry> below(String folder, String instead) {
    Map<String, PackedEntry> found = new TreeMap<>();
    // A link to a folder above itself holds no more than that folder.
    if (!instead.startsWith(folder)) {
      files
          .subMap(folder, folder.substring(0, folder.length() - 1) + (char) ('/' + 1))
          .forEach((path, file) -> found.put(instead + path.substring(folder.length()), file));
    }
    return found;
  }

  /**
   * The name of an archive's entry as a path within the archive.
   *
   * @param path with '/' between names, without '.' and '..'
   * @param outside whether the name leads out of the archive, by more '..' than there are folders
   */
  private record ArchivePath(String path, boolean outside) {

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
}
