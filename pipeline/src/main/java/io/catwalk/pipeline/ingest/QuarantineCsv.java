package io.catwalk.pipeline.ingest;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The list of bad images for people, beside {@code quarantine.parquet}: RFC 4180, UTF-8, with a
 * header. File names come from strangers, and a spreadsheet runs a cell that begins with {@code = +
 * - @}, a tab or a line break as a formula: such a cell gets an apostrophe in front, which
 * spreadsheets do not show. The Parquet file has every text as it is.
 *
 * @param classes names in label order
 */
record QuarantineCsv(List<String> classes) {

  static final String FILE = "quarantine.csv";

  private static final Pattern FORMULA = Pattern.compile("^[=+\\-@\\t\\r\\n]");
  private static final Pattern QUOTED = Pattern.compile("[\",\\r\\n]|^\\s|\\s$");

  /** The stream stays open. */
  void write(Iterator<IngestedImage> images, OutputStream out) throws IOException {
    Writer csv = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    csv.write("path,class,reason,detail,bytes,sha256\n");
    while (images.hasNext()) {
      csv.write(line(images.next()));
    }
    csv.flush();
  }

  private String line(IngestedImage image) {
    return List.of(
            image.path(),
            classes.get(image.label()),
            image.reason().id(),
            image.detail(),
            Long.toString(image.bytes()),
            image.sha256())
        .stream()
        .map(QuarantineCsv::cell)
        .collect(Collectors.joining(",", "", "\n"));
  }

  private static String cell(String text) {
    String harmless = FORMULA.matcher(text).find() ? "'" + text : text;
    return QUOTED.matcher(harmless).find() ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless;
  }
}
