package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Secrets;
import io.catwalk.pipeline.columns.Selection;
import io.catwalk.pipeline.config.DatasetConfig.Corrections;
import io.catwalk.pipeline.dataset.Digests;
import io.catwalk.pipeline.dataset.SourceNotices;
import io.catwalk.pipeline.ingest.entry.SourceImage;
import io.catwalk.pipeline.ingest.entry.SourceImageList;
import io.catwalk.pipeline.runs.LabelErrorTable;
import io.catwalk.pipeline.runs.LabelErrorTable.Row;
import io.catwalk.pipeline.storage.SourceFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a person says against a source: images that are left out ({@code data.exclude}) and images
 * that are of another class ({@code data.relabel}).
 */
public final class LabelCorrections {

  private static final String EXCLUDE = "data.exclude";
  private static final String RELABEL = "data.relabel";

  private final Optional<Table> exclude;
  private final Optional<Table> relabel;

  private LabelCorrections(Optional<Table> exclude, Optional<Table> relabel) {
    this.exclude = exclude;
    this.relabel = relabel;
  }

  /**
   * @throws CatwalkException (data) when a table cannot be read, naming the line that is wrong
   */
  public static LabelCorrections read(Corrections config, SourceFiles files) {
    return new LabelCorrections(
        Table.read(EXCLUDE, config.exclude(), files, List.of(LabelErrorTable.PATH)),
        Table.read(
            RELABEL,
            config.relabel(),
            files,
            List.of(LabelErrorTable.PATH, LabelErrorTable.SUGGESTED)));
  }

  /** Key → SHA-256 of its table; without keys that name none. */
  public Map<String, String> digests() {
    Map<String, String> digests = new HashMap<>();
    exclude.ifPresent(table -> digests.put(EXCLUDE, table.sha256));
    relabel.ifPresent(table -> digests.put(RELABEL, table.sha256));
    return digests;
  }

  /**
   * The images that stay, with their right labels, and what was done in the notices. Classes stay,
   * with or without images.
   *
   * @throws CatwalkException (data) for a class that the source does not have, and for an image
   *     that has another label than a table says, naming the line
   */
  public LabelledImages apply(LabelledImages source) {
    List<String> warnings = new ArrayList<>();
    List<SourceImage> images = relabelled(source, warnings);
    Map<String, Long> leftOut = new HashMap<>(source.notices().leftOut());
    images = kept(source, images, leftOut, warnings);
    return new LabelledImages(
        images,
        source.classes(),
        source.format(),
        new SourceNotices(leftOut, source.notices().warnings()).with(warnings));
  }

  private List<SourceImage> relabelled(LabelledImages source, List<String> warnings) {
    if (relabel.isEmpty()) {
      return source.images();
    }
    Table table = relabel.get();
    Map<String, Row> rows = table.byPath();
    long[] changed = {0};
    Iterator<SourceImage> relabelled =
        source.images().stream()
            .map(
                image -> {
                  Row row = rows.remove(image.path());
                  int label = row == null ? image.label() : table.suggested(row, image, source);
                  changed[0] += label == image.label() ? 0 : 1;
                  return image.labelled(label);
                })
            .iterator();
    List<SourceImage> images = SourceImageList.of(relabelled);
    warnings.add(
        String.format(Locale.ROOT, "%s changed the class of %,d images", table.told(), changed[0]));
    table.warning(rows).ifPresent(warnings::add);
    return images;
  }

  private List<SourceImage> kept(
      LabelledImages source,
      List<SourceImage> images,
      Map<String, Long> leftOut,
      List<String> warnings) {
    if (exclude.isEmpty()) {
      return images;
    }
    Table table = exclude.get();
    Map<String, Row> rows = table.byPath();
    List<SourceImage> kept =
        Selection.of(
            images,
            i -> {
              SourceImage image = images.get(i);
              Row row = rows.remove(image.path());
              if (row != null) {
                // A table of a run on relabelled images tells the new label.
                String before = source.classes().get(source.images().get(i).label());
                table.check(row, before, source.classes().get(image.label()));
              }
              return row == null;
            });
    if (kept.isEmpty()) {
      throw CatwalkException.data(table.told() + " leaves no image");
    }
    leftOut.put(EXCLUDE, (long) images.size() - kept.size());
    table.warning(rows).ifPresent(warnings::add);
    return kept;
  }

  /**
   * @param key that names it
   * @param name its path, as configured
   */
  private record Table(String key, String name, String sha256, List<Row> rows) {

    static Optional<Table> read(String key, String name, SourceFiles files, List<String> needed) {
      if (name.isEmpty()) {
        return Optional.empty();
      }
      try {
        byte[] content = files.read(name);
        String sha256 = Digests.hex(Digests.sha256().digest(content));
        String told = key + " = " + Secrets.in(name);
        return Optional.of(
            new Table(key, name, sha256, LabelErrorTable.read(told, content, needed)));
      } catch (IOException e) {
        throw CatwalkException.data(
            String.format(
                Locale.ROOT, "Cannot read %s = %s: %s", key, Secrets.in(name), e.getMessage()),
            e);
      }
    }

    String told() {
      return key + " = " + Secrets.in(name);
    }

    Map<String, Row> byPath() {
      Map<String, Row> byPath = new HashMap<>();
      rows.forEach(row -> byPath.put(row.path(), row));
      return byPath;
    }

    /** Index of the class that the row says this image is of. */
    int suggested(Row row, SourceImage image, LabelledImages source) {
      String label = source.classes().get(image.label());
      check(row, label, label);
      int other = source.classes().indexOf(row.suggested());
      if (other < 0) {
        throw wrong(
            row,
            String.format(
                Locale.ROOT,
                "there is no class '%s'; the source's are %s",
                row.suggested(),
                String.join(", ", source.classes())));
      }
      return other;
    }

    /** That the row speaks of this image: its label is one of these, or it tells none. */
    void check(Row row, String label, String alsoRight) {
      if (!row.label().isEmpty() && !row.label().equals(label) && !row.label().equals(alsoRight)) {
        throw wrong(
            row,
            String.format(
                Locale.ROOT,
                "%s is labelled '%s', the source says '%s'",
                row.path(),
                row.label(),
                label));
      }
    }

    /** Tells of rows that speak of no image. */
    Optional<String> warning(Map<String, Row> unused) {
      return unused.values().stream()
          .min((a, b) -> Integer.compare(a.line(), b.line()))
          .map(
              first ->
                  String.format(
                      Locale.ROOT,
                      "%s: %,d of %,d rows name no image of the source, the first on line %d: %s",
                      told(),
                      unused.size(),
                      rows.size(),
                      first.line(),
                      first.path()));
    }

    CatwalkException wrong(Row row, String what) {
      return CatwalkException.data(told() + ":" + row.line() + ": " + what);
    }
  }
}
