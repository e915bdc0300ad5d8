package io.catwalk.pipeline;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rows of a table for people, by RFC 4180. Texts come from strangers, and a spreadsheet runs a cell
 * that begins with {@code = + - @}, a tab or a line break as a formula: such a cell gets an
 * apostrophe in front, which spreadsheets do not show.
 */
public final class Csv {

  /** With apostrophes before it, so that one that was put there can be told from its own. */
  private static final Pattern FORMULA = Pattern.compile("^'*[=+\\-@\\t\\r\\n]");

  private static final Pattern QUOTED = Pattern.compile("[\",\\r\\n]|^\\s|\\s$");

  private Csv() {}

  /** One row with its line end. */
  public static String row(List<String> cells) {
    return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\n"));
  }

  /** What a cell held before {@link #row} made it harmless. */
  public static String text(String cell) {
    return cell.startsWith("'") && FORMULA.matcher(cell).find() ? cell.substring(1) : cell;
  }

  private static String cell(String text) {
    String harmless = FORMULA.matcher(text).find() ? "'" + text : text;
    return QUOTED.matcher(harmless).find() ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless;
  }
}
