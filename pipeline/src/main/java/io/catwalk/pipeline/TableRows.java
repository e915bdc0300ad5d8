package io.catwalk.pipeline;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.UnescapedQuoteHandling;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Reads a table as RFC 4180 has it (quotes, separators and line breaks within quotes, CRLF), UTF-8
 * with or without a byte order mark, separated by tabs, commas or semicolons: by the first of these
 * that the header holds.
 */
public final class TableRows {

  private static final int LONGEST_CELL = 1 << 16;
  private static final int MOST_COLUMNS = 10_000;

  /**
   * A row that is not empty.
   *
   * @param line on which it begins, from 1
   * @param cells without quotes around them and blanks outside of these
   */
  public record Row(int line, List<String> cells) {}

  private TableRows() {}

  /**
   * @param name for messages
   * @throws CatwalkException (data) naming the line that is wrong
   */
  public static List<Row> read(String name, byte[] content) {
    String decoded = new String(content, StandardCharsets.UTF_8);
    String text = decoded.startsWith("\ufeff") ? decoded.substring(1) : decoded;
    CsvParser parser = new CsvParser(settings(separator(text)));
    List<Row> rows = new ArrayList<>();
    try {
      parser.beginParsing(new StringReader(text));
      Row last = new Row(1, List.of());
      for (String[] cells = parser.parseNext(); cells != null; cells = parser.parseNext()) {
        long within = String.join("", cells).chars().filter(c -> c == '\n').count();
        last = new Row((int) (parser.getContext().currentLine() - within), Arrays.asList(cells));
        if (last.cells.stream().anyMatch(cell -> !cell.isBlank())) {
          rows.add(last);
        }
      }
      requireClosed(name, text, last);
      return rows;
    } catch (TextParsingException e) {
      throw CatwalkException.data(wrong(name, e.getLineIndex() + 1), e);
    } finally {
      parser.stopParsing();
    }
  }

  /** The parser takes an open quote's cell to reach to the end, even where nothing is in it. */
  private static void requireClosed(String name, String text, Row last) {
    boolean open =
        !last.cells.isEmpty()
            && last.cells.get(last.cells.size() - 1).contains("\n")
            && !text.stripTrailing().endsWith("\"");
    if (open) {
      throw CatwalkException.data(wrong(name, last.line));
    }
  }

  private static String wrong(String name, long line) {
    return String.format(
        Locale.ROOT,
        "%s:%d: no table: a quote is not closed, or a cell is longer than %,d characters",
        name,
        line,
        LONGEST_CELL);
  }

  private static char separator(String text) {
    String header = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    for (char separator : new char[] {'\t', ',', ';'}) {
      if (header.indexOf(separator) >= 0) {
        return separator;
      }
    }
    return ',';
  }

  private static CsvParserSettings settings(char separator) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setDelimiter(separator);
    settings.getFormat().setComment('\0');
    settings.setLineSeparatorDetectionEnabled(true);
    settings.setUnescapedQuoteHandling(UnescapedQuoteHandling.RAISE_ERROR);
    settings.setNullValue("");
    settings.setEmptyValue("");
    settings.setMaxCharsPerColumn(LONGEST_CELL);
    settings.setMaxColumns(MOST_COLUMNS);
    return settings;
  }
}
