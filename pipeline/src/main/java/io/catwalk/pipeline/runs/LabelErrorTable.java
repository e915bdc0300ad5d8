package io.catwalk.pipeline.runs;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Csv;
import io.catwalk.pipeline.TableRows;
import io.catwalk.pipeline.runs.LabelErrors.Suspect;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The table of probable label errors, {@code label-errors.csv}, that people look through, shorten
 * and give to {@code data.exclude} or {@code data.relabel}: UTF-8, with a header, the most probable
 * errors first. Rows are read by the names of their columns; further columns do not matter, so that
 * any table with a column {@value #PATH} can be given.
 */
public final class LabelErrorTable {

  /** Where an image came from, relative to its source. */
  public static final String PATH = "path";

  /** The class that it has. */
  public static final String LABEL = "label";

  /** The class that it probably is of. */
  public static final String SUGGESTED = "suggested";

  private static final String SPLIT = "split";

  private static final List<String> HEADER =
      List.of(
          PATH,
          LABEL,
          SUGGESTED,
          "score",
          "label_probability",
          "suggested_probability",
          SPLIT,
          "sha256");

  private LabelErrorTable() {}

  /**
   * A row, as its table has it.
   *
   * @param line on which it begins, from 1
   * @param path never empty
   * @param label empty where the table does not tell
   * @param suggested empty where the table does not tell
   * @param split empty where the table does not tell
   */
  public record Row(int line, String path, String label, String suggested, String split) {}

  /** The stream stays open. */
  public static void write(Iterator<Suspect> suspects, OutputStream out) throws IOException {
    Writer csv = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    csv.write(String.join(",", HEADER) + "\n");
    while (suspects.hasNext()) {
      Suspect each = suspects.next();
      csv.write(
          Csv.row(
              List.of(
                  each.path(),
                  each.label(),
                  each.suggested(),
                  digits(each.score()),
                  digits(each.labelProbability()),
                  digits(each.suggestedProbability()),
                  each.split(),
                  each.sha256())));
    }
    csv.flush();
  }

  private static String digits(double share) {
    return String.format(Locale.ROOT, "%.4f", share);
  }

  /**
   * Reads a table that a person may have changed, or written.
   *
   * @param name for messages
   * @param needed columns that it must have, and that no row may leave empty
   * @throws CatwalkException (data) naming the line that is wrong
   */
  public static List<Row> read(String name, byte[] content, List<String> needed) {
    List<TableRows.Row> all = TableRows.read(name, content);
    List<String> header =
        all.isEmpty()
            ? List.of()
            : all.get(0).cells().stream().map(c -> c.strip().toLowerCase(Locale.ROOT)).toList();
    if (!header.containsAll(needed)) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "%s:%d: expected a header with %s %s, found: %s",
              name,
              all.isEmpty() ? 1 : all.get(0).line(),
              needed.size() == 1 ? "the column" : "the columns",
              String.join(" and ", needed),
              header.isEmpty() ? "nothing" : String.join(", ", header)));
    }
    List<Row> rows = new ArrayList<>();
    Map<String, Integer> lines = new HashMap<>();
    for (TableRows.Row cells : all.subList(1, all.size())) {
      Row row = row(cells, header);
      for (String column : needed) {
        if (cell(cells, header, column).isEmpty()) {
          throw wrong(name, row, "it has no " + column);
        }
      }
      Integer before = lines.putIfAbsent(row.path(), row.line());
      if (before != null) {
        throw wrong(name, row, row.path() + " stands on line " + before + " already");
      }
      rows.add(row);
    }
    return rows;
  }

  private static Row row(TableRows.Row cells, List<String> header) {
    return new Row(
        cells.line(),
        cell(cells, header, PATH),
        cell(cells, header, LABEL),
        cell(cells, header, SUGGESTED),
        cell(cells, header, SPLIT));
  }

  private static String cell(TableRows.Row row, List<String> header, String column) {
    int at = header.indexOf(column);
    return at >= 0 && at < row.cells().size() ? Csv.text(row.cells().get(at)) : "";
  }

  private static CatwalkException wrong(String name, Row row, String what) {
    return CatwalkException.data(name + ":" + row.line() + ": " + what);
  }
}
