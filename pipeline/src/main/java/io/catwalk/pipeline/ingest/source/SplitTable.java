package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.TableRows;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.ingest.entry.SourceImage;
import io.catwalk.pipeline.ingest.entry.SourceImageList;
import io.catwalk.pipeline.ingest.layout.ImageNames;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A user's table of which image belongs to which split, with a header that names its columns.
 * Columns besides split, file and label become attributes of the images.
 */
public final class SplitTable {

  private record Row(int line, Split split, String label, Map<String, String> attributes) {}

  private static final Set<String> OWN_COLUMNS = Set.of("", "split", "file", "label");

  private final String name;
  private final Map<String, Row> rows = new HashMap<>();

  private SplitTable(String name) {
    this.name = name;
  }

  /**
   * @param name for messages
   * @throws CatwalkException (data) naming the line that is wrong
   */
  public static SplitTable parse(String name, byte[] content) {
    SplitTable table = new SplitTable(name);
    List<TableRows.Row> all = TableRows.read(name, content);
    if (all.isEmpty()) {
      throw CatwalkException.data(name + " is empty, expected the header: split, file, label");
    }
    TableRows.Row first = all.get(0);
    List<String> header =
        first.cells().stream().map(c -> c.strip().toLowerCase(Locale.ROOT)).toList();
    if (!header.containsAll(List.of("split", "file"))) {
      throw table.wrong(
          first.line(),
          "expected the columns split, file and perhaps label, found: "
              + String.join(", ", first.cells()));
    }
    for (TableRows.Row row : all.subList(1, all.size())) {
      table.add(row.line(), row.cells(), header);
    }
    return table;
  }

  private void add(int line, List<String> cells, List<String> header) {
    int splitAt = header.indexOf("split");
    int fileAt = header.indexOf("file");
    int labelAt = header.indexOf("label");
    if (cells.size() <= Math.max(splitAt, fileAt)) {
      throw wrong(line, "expected at least " + (Math.max(splitAt, fileAt) + 1) + " columns");
    }
    String word = cells.get(splitAt);
    Split split =
        ImageNames.split(word)
            .orElseThrow(
                () -> wrong(line, "split '" + word + "', expected train, validation or test"));
    String label = labelAt >= 0 && labelAt < cells.size() ? cells.get(labelAt) : "";
    Map<String, String> attributes = new HashMap<>();
    for (int i = 0; i < Math.min(header.size(), cells.size()); i++) {
      if (!OWN_COLUMNS.contains(header.get(i)) && !cells.get(i).isEmpty()) {
        attributes.put(header.get(i), cells.get(i));
      }
    }
    Row before =
        rows.putIfAbsent(cells.get(fileAt), new Row(line, split, label, Map.copyOf(attributes)));
    if (before != null) {
      throw wrong(line, cells.get(fileAt) + " stands on line " + before.line + " already");
    }
  }

  /**
   * The images that the table names, each in its split; the others are left out.
   *
   * @throws CatwalkException (data) for a file that is missing or has another label
   */
  public LabelledImages apply(LabelledImages source) {
    Map<String, Row> missing = new HashMap<>(rows);
    Iterator<SourceImage> named =
        source.images().stream()
            .flatMap(
                image ->
                    Optional.ofNullable(missing.remove(image.path()))
                        .map(row -> divided(image, row, source))
                        .stream())
            .iterator();
    List<SourceImage> chosen = SourceImageList.of(named);
    missing.entrySet().stream()
        .min(Map.Entry.comparingByValue((a, b) -> Integer.compare(a.line, b.line)))
        .ifPresent(first -> complain(first.getKey(), first.getValue(), missing.size(), source));
    return source.with(chosen);
  }

  private SourceImage divided(SourceImage image, Row row, LabelledImages source) {
    String label = source.classes().get(image.label());
    if (!row.label.isEmpty() && !row.label.equals(label)) {
      throw wrong(
          row.line,
          String.format(
              Locale.ROOT,
              "%s is labelled '%s', the source says '%s'",
              image.path(),
              row.label,
              label));
    }
    return image.in(row.split, row.attributes);
  }

  private void complain(String file, Row row, int count, LabelledImages source) {
    throw wrong(
        row.line,
        String.format(
            Locale.ROOT,
            "%s is not in the source (%,d of %,d files are not); paths are relative to data.source, like %s",
            file,
            count,
            rows.size(),
            source.images().get(0).path()));
  }

  private CatwalkException wrong(int line, String message) {
    return CatwalkException.data(name + ":" + line + ": " + message);
  }
}
