package io.catwalk.pipeline.predict;

import static org.apache.spark.sql.functions.col;

import io.catwalk.pipeline.Csv;
import io.catwalk.pipeline.ingest.UnlabelledImages.QuarantinedImage;
import io.catwalk.pipeline.storage.ArtifactStore.Content;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Tables for people, one file each, UTF-8 with a header. */
public final class PredictionFiles {

  /** Images with their classes: path, SHA-256, most probable class and its probability, and all. */
  static final String PREDICTIONS = "predictions.csv";

  /** Images that could not be decoded: path, reason, what was found, length in bytes. */
  public static final String UNREADABLE = "unreadable.csv";

  private static final String HEAD = Csv.row(List.of("path", "reason", "detail", "bytes"));

  private PredictionFiles() {}

  static Content predictions(Dataset<Row> predictions, List<String> classes) {
    Dataset<Row> rows =
        predictions
            .select(
                col("path"),
                col("sha256"),
                col("predicted"),
                col("predicted_index"),
                col("probabilities"))
            .orderBy("path");
    return out -> write(rows.toLocalIterator(), classes, out);
  }

  private static void write(Iterator<Row> rows, List<String> classes, OutputStream out)
      throws IOException {
    Writer csv = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    List<String> head = new ArrayList<>(List.of("path", "sha256", "predicted", "probability"));
    head.addAll(classes);
    csv.write(Csv.row(head));
    while (rows.hasNext()) {
      Row row = rows.next();
      List<Float> probabilities = row.getList(4);
      List<String> cells = new ArrayList<>();
      cells.addAll(List.of(row.getString(0), row.getString(1), row.getString(2)));
      cells.add(probability(probabilities.get(row.getInt(3))));
      probabilities.forEach(probability -> cells.add(probability(probability)));
      csv.write(Csv.row(cells));
    }
    csv.flush();
  }

  private static String probability(float value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }

  static byte[] unreadable(List<QuarantinedImage> images) {
    StringBuilder csv = new StringBuilder(HEAD);
    for (QuarantinedImage image : images) {
      csv.append(
          Csv.row(
              List.of(
                  image.path(),
                  image.reason().id(),
                  image.detail(),
                  Long.toString(image.bytes()))));
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Several of them as one. */
  static Content together(Iterable<byte[]> tables) {
    byte[] head = HEAD.getBytes(StandardCharsets.UTF_8);
    return out -> {
      out.write(head);
      for (byte[] table : tables) {
        out.write(table, head.length, table.length - head.length);
      }
    };
  }
}
