package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.ingest.entry.EntryReader;
import io.catwalk.pipeline.ingest.entry.Located;
import io.catwalk.pipeline.ingest.entry.SourceEntry;
import io.catwalk.pipeline.ingest.table.ImageTable;
import io.catwalk.pipeline.ingest.table.ImageTable.Facts;
import io.catwalk.pipeline.storage.SourceFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A Parquet file, whose rows are images. An entry's position is its row, and its path the file's
 * without its ending, '#', the row and, where the table tells it, the image's own name; its length
 * is that of the images around it, on average.
 *
 * @param path of the file in the source
 * @param numbersClasses once it is listed
 */
record TableArchive(String uri, String path, long length, boolean numbersClasses)
    implements Archive {

  private static final String NO_IMAGES = "a table without a column of images";

  @Override
  public String origin(SourceEntry entry) {
    return uri;
  }

  @Override
  public boolean holdsImagesAlone() {
    return true;
  }

  @Override
  public String folder(String stem) {
    return "";
  }

  @Override
  public List<Located> list(SourceFiles files) throws IOException {
    Optional<List<Facts>> rows = length == 0 ? Optional.empty() : table().list(files);
    if (rows.isEmpty()) {
      String reason = length == 0 ? "an empty file" : NO_IMAGES;
      return List.of(new Located(new Unreadable(reason), new SourceEntry(path, uri, 0, length)));
    }
    String stem = NAME.matcher(path).replaceFirst("");
    String folder = HivePartitions.label(path);
    TableArchive table =
        new TableArchive(uri, path, length, rows.get().stream().anyMatch(Facts::numbered));
    List<Located> located = new ArrayList<>();
    for (int row = 0; row < rows.get().size(); row++) {
      Facts facts = rows.get().get(row);
      String number = String.format(Locale.ROOT, "#%06d", row);
      String name = facts.name().isEmpty() ? "" : "-" + facts.name();
      located.add(
          new Located(
              table,
              new SourceEntry(stem + number + name, uri, row, facts.length()),
              facts.label().isEmpty() ? folder : facts.label()));
    }
    return located;
  }

  private ImageTable table() {
    return new ImageTable(uri, length);
  }

  @Override
  public EntryReader open(SourceFiles files) {
    ImageTable.Images images = table().open(files);
    return new EntryReader() {
      @Override
      public InputStream stream(SourceEntry entry) throws IOException {
        return new ByteArrayInputStream(read(entry));
      }

      @Override
      public byte[] read(SourceEntry entry) throws IOException {
        return images.read(entry.position());
      }

      @Override
      public byte[] readImage(SourceEntry entry) throws IOException {
        return read(entry);
      }

      @Override
      public void close() throws IOException {
        images.close();
      }
    };
  }
}
