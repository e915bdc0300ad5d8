package io.catwalk.pipeline.ingest.shard;

import io.catwalk.pipeline.Csv;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;

/**
 * The list of bad images for people, beside {@code quarantine.parquet}: a {@link Csv} table, UTF-8,
 * with a header. The Parquet file has every text as it is.
 *
 * @param classes names in label order
 */
public record QuarantineCsv(List<String> classes) {

  public static final String FILE = "quarantine.csv";

  /** The stream stays open. */
  public void write(Iterator<IngestedImage> images, OutputStream out) throws IOException {
    Writer csv = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    csv.write("path,class,reason,detail,bytes,sha256\n");
    while (images.hasNext()) {
      csv.write(line(images.next()));
    }
    csv.flush();
  }

  private String line(IngestedImage image) {
    return Csv.row(
        List.of(
            image.path(),
            classes.get(image.label()),
            image.reason().id(),
            image.detail(),
            Long.toString(image.bytes()),
            image.sha256()));
  }
}
