package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.columns.Selection;
import io.catwalk.pipeline.columns.SortedRuns;
import io.catwalk.pipeline.dataset.HashTable;
import io.catwalk.pipeline.dataset.SourceNotices;
import io.catwalk.pipeline.ingest.entry.Container;
import io.catwalk.pipeline.ingest.entry.Located;
import io.catwalk.pipeline.ingest.entry.LocatedList;
import io.catwalk.pipeline.ingest.entry.SourceEntry;
import io.catwalk.pipeline.ingest.layout.ImageNames;
import io.catwalk.pipeline.storage.SourceFiles;
import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Everything that a source holds, archives opened.
 *
 * @param located entries with their container, sorted by path
 * @param images those of them that are images by their names or, where these do not tell, by their
 *     first bytes
 * @param others those that are not, but for {@link #SYNTHETIC_MARKER}
 */
public record SourceListing(List<Located> located, List<Located> images, List<Located> others) {

  /** The file that drawn pictures have beside them. */
  public static final String SYNTHETIC_MARKER = "SYNTHETIC.txt";

  private static final Pattern VERSIONS =
      Pattern.compile("(.*/)(?:_delta_log/.*|metadata/[^/]*\\.metadata\\.json)");

  private static final int MOST_REMARKS = 20;

  /**
   * @param listed what the storage found there
   * @param zipEncoding of names in zips that do not tell theirs; may be empty
   * @throws CatwalkException (data) when an archive is damaged
   */
  public static SourceListing of(SourceFiles files, List<SourceFile> listed, String zipEncoding) {
    refuseVersionedTables(listed);
    SortedRuns<Located> found =
        new SortedRuns<>(Comparator.comparing(Located::path), LocatedList::of);
    boolean alone = listed.size() == 1;
    Container plain = new PlainFiles();
    for (SourceFile file : listed) {
      String path = file.path();
      if (!file.problem().isEmpty()) {
        Container unreadable = new Unreadable(file.problem());
        found.add(new Located(unreadable, new SourceEntry(path, file.uri(), 0, 0)));
        continue;
      }
      Optional<Archive> archive = Archive.of(file, zipEncoding);
      if (archive.isEmpty()) {
        found.add(new Located(plain, new SourceEntry(path, file.uri(), 0, file.length())));
        continue;
      }
      String folder = alone ? "" : archive.get().folder(stem(path));
      for (Located inside : entries(files, archive.get(), file.uri())) {
        SourceEntry moved = inside.entry().withPath(folder + inside.path());
        found.add(new Located(inside.container(), moved, inside.label()));
      }
    }
    return of(files, LocatedList.ofDistinct(found.sorted()));
  }

  private static SourceListing of(SourceFiles files, List<Located> located) {
    List<Located> silent =
        Selection.of(
            located,
            i -> {
              Located each = located.get(i);
              return !isImage(each) && ImageNames.isSilent(each.entry().fileName());
            });
    HashTable found = new SilentNames(files).images(silent);
    BitSet images = new BitSet();
    BitSet others = new BitSet();
    int index = 0;
    for (Located each : located) {
      boolean image = isImage(each) || found.contains(each.path());
      images.set(index, image);
      others.set(index++, !image && !each.entry().fileName().equals(SYNTHETIC_MARKER));
    }
    return new SourceListing(
        located, Selection.of(located, images::get), Selection.of(located, others::get));
  }

  /** Tables whose folder also holds files with rows that were deleted or replaced. */
  private static void refuseVersionedTables(List<SourceFile> listed) {
    Set<String> tables = new HashSet<>();
    for (SourceFile file : listed) {
      Matcher log = VERSIONS.matcher(file.uri());
      if (log.matches()) {
        tables.add(log.group(1));
      }
    }
    for (String table : tables) {
      if (listed.stream()
          .map(SourceFile::uri)
          .anyMatch(uri -> uri.startsWith(table) && uri.endsWith(".parquet"))) {
        throw CatwalkException.data(
            table
                + " is a Delta or Iceberg table, whose folder also holds rows that were deleted; expected its present content, as Spark writes it: spark.read.format(\"delta\").load(…).write.parquet(…)");
      }
    }
  }

  private static boolean isImage(Located located) {
    return located.container().holdsImagesAlone() || ImageNames.isImage(located.entry().fileName());
  }

  private static List<Located> entries(SourceFiles files, Archive archive, String uri) {
    try {
      return archive.list(files);
    } catch (IOException | RuntimeException e) {
      // Damaged headers make the archive library throw anything.
      String reason = e.getMessage() == null ? "it is damaged" : e.getMessage();
      throw CatwalkException.data("Cannot read " + uri + ": " + reason, e);
    }
  }

  private static String stem(String path) {
    return Archive.NAME.matcher(path).replaceFirst("");
  }

  /** Whether the pictures were drawn, not photographed. */
  public boolean synthetic() {
    return located.stream().anyMatch(l -> l.entry().fileName().equals(SYNTHETIC_MARKER));
  }

  /** The others, counted. */
  public LeftOut leftOut() {
    LeftOut leftOut = new LeftOut();
    others.forEach(other -> leftOut.file(other.entry().fileName()));
    return leftOut;
  }

  /**
   * The images, of which there must be some.
   *
   * @param pattern as configured, for the message
   * @throws CatwalkException (data) when there are none
   */
  public List<Located> someImages(String pattern) {
    if (images.isEmpty()) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "%s holds no images: among %,d files none is one by its name (.jpg, .png, .gif, .bmp, .webp) or its first bytes%s%s",
              pattern,
              located.size(),
              located.isEmpty()
                  ? ""
                  : " (" + new SourceNotices(leftOut().counts(), List.of()).kinds() + ")",
              remarks().stream().map(remark -> "; " + remark).collect(Collectors.joining())));
    }
    return images;
  }

  /** What people must know of what is not read, in sentences, a kind each. */
  public List<String> remarks() {
    Map<String, List<String>> paths = new TreeMap<>();
    for (Located each : located) {
      String path = each.entry().path();
      if (each.container() instanceof Unreadable unreadable) {
        paths.computeIfAbsent("not read: " + unreadable.reason(), r -> new ArrayList<>()).add(path);
      } else if (each.container() instanceof Archive && Archive.NAME.matcher(path).find()) {
        paths
            .computeIfAbsent(
                "not read: archives inside archives; unpack them", r -> new ArrayList<>())
            .add(path);
      }
    }
    return paths.entrySet().stream()
        .map(e -> remark(e.getKey(), e.getValue()))
        .limit(MOST_REMARKS)
        .toList();
  }

  private static String remark(String what, List<String> paths) {
    return paths.size() == 1
        ? String.format(Locale.ROOT, "%s is %s", paths.get(0), what)
        : String.format(
            Locale.ROOT, "%s and %,d more are %s", paths.get(0), paths.size() - 1, what);
  }
}
