package io.catwalk.pipeline.ingest.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.catwalk.pipeline.storage.SourceFiles;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * A Parquet file of images, by {@link TableColumns}.
 *
 * @param uri of the file
 * @param length of the file, in bytes
 */
public record ImageTable(String uri, long length) {

  /** What columns of classes are called, in lower case, the first first. */
  public static final List<String> LABELS =
      List.of("label", "labels", "class", "class_name", "category", "target", "cls");

  /** What Hugging Face's datasets say of their columns, in JSON. */
  private static final String FEATURES = "huggingface";

  /** More rows than these are not taken for granted: a footer is made by strangers. */
  private static final long MANY_ROWS = 1_000_000;

  /** As names of files are; and a class has a shorter one. */
  private static final int LONGEST_TEXT = 4096;

  /** Bytes that no image is below. */
  private static final long LEAST_IMAGE = 16;

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * What is known of a row without reading its image.
   *
   * @param name of the image's file, without folders; empty where none is known
   * @param label its class; empty where none is known
   * @param numbered whether that is a number of a class whose name the table does not tell
   * @param length of the images of its group of rows, on average, in bytes
   */
  public record Facts(String name, String label, boolean numbered, long length) {

    private Facts with(Map<String, String> labels, long itsLength) {
      return new Facts(name, labels.computeIfAbsent(label, same -> same), numbered, itsLength);
    }
  }

  /** Gives images in the order of their rows. */
  public interface Images extends Closeable {

    /**
     * An encoded image.
     *
     * @param row above that of the one before, from 0
     * @throws IOException when there is none, or the file is damaged
     */
    byte[] read(long row) throws IOException;
  }

  /**
   * All rows, in their order; empty where no column holds images.
   *
   * @throws IOException for a file that is no Parquet, or damaged, or of a Hudi table
   */
  public Optional<List<Facts>> list(SourceFiles files) throws IOException {
    ParquetSource file = new ParquetSource(files, uri, length);
    List<Long> lengths = new ArrayList<>();
    TableColumns columns;
    Map<String, String> notes;
    try (ParquetFileReader reader = TableRows.open(file)) {
      MessageType schema = reader.getFooter().getFileMetaData().getSchema();
      Optional<TableColumns> found = TableColumns.of(schema);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      columns = found.get();
      notes = reader.getFooter().getFileMetaData().getKeyValueMetaData();
      for (BlockMetaData block : reader.getRowGroups()) {
        addLengths(block, columns, lengths);
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    try {
      return Optional.of(facts(file, columns, lengths, names(notes, columns.label())));
    } catch (OutOfMemoryError e) {
      throw new IOException("its names and classes take more memory than there is", e);
    }
  }

  private void addLengths(BlockMetaData block, TableColumns columns, List<Long> lengths)
      throws IOException {
    long rows = block.getRowCount();
    if (rows < 0 || rows > Math.max(MANY_ROWS, length / LEAST_IMAGE) - lengths.size()) {
      throw new IOException("it is damaged: it says to have more rows than images fit into it");
    }
    long bytes =
        block.getColumns().stream()
            .filter(column -> column.getPath().toArray()[0].equals(columns.image().get(0)))
            .mapToLong(ColumnChunkMetaData::getTotalUncompressedSize)
            .sum();
    for (long row = 0; row < rows; row++) {
      lengths.add(Math.max(0, bytes / rows));
    }
  }

  private static List<Facts> facts(
      ParquetSource file, TableColumns columns, List<Long> lengths, List<String> classes)
      throws IOException {
    List<Facts> facts = new ArrayList<>();
    boolean told = !columns.name().isEmpty() || !columns.label().isEmpty();
    if (!told) {
      lengths.forEach(each -> facts.add(new Facts("", "", false, each)));
      return facts;
    }
    // A column of a few labels is a few texts, however many rows there are.
    Map<String, String> labels = new HashMap<>();
    try (TableRows rows = new TableRows(file, columns::facts)) {
      for (int i = 0; i < lengths.size(); i++) {
        Group row = rows.row(i);
        facts.add(TableRows.told(() -> facts(row, columns, classes)).with(labels, lengths.get(i)));
      }
    }
    return facts;
  }

  private static Facts facts(Group row, TableColumns columns, List<String> classes)
      throws IOException {
    String label = label(row, columns.label(), classes);
    return new Facts(
        fileName(text(row, columns.name())),
        label,
        !label.isEmpty() && classes.isEmpty() && !isText(row, columns.label()),
        0);
  }

  private static boolean isText(Group row, String column) {
    return row.getType().getType(column).asPrimitiveType().getPrimitiveTypeName()
        == PrimitiveTypeName.BINARY;
  }

  private static String fileName(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }

  /** Of a column, or of a field of a struct; empty for null. */
  private static String text(Group row, List<String> path) throws IOException {
    Group at = row;
    for (int i = 0; i < path.size(); i++) {
      if (at.getFieldRepetitionCount(path.get(i)) == 0) {
        return "";
      }
      if (i == path.size() - 1) {
        return shortText(at.getBinary(path.get(i), 0));
      }
      at = at.getGroup(path.get(i), 0);
    }
    return "";
  }

  private static String shortText(Binary text) throws IOException {
    if (text.length() > LONGEST_TEXT) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "a name or a class of %,d bytes; expected at most %,d",
              text.length(),
              LONGEST_TEXT));
    }
    return text.toStringUsingUTF8();
  }

  private static String label(Group row, String column, List<String> classes) throws IOException {
    if (column.isEmpty() || row.getFieldRepetitionCount(column) == 0) {
      return "";
    }
    PrimitiveTypeName type = row.getType().getType(column).asPrimitiveType().getPrimitiveTypeName();
    if (type == PrimitiveTypeName.BINARY) {
      return shortText(row.getBinary(column, 0));
    }
    long number =
        type == PrimitiveTypeName.INT32 ? row.getInteger(column, 0) : row.getLong(column, 0);
    return number >= 0 && number < classes.size()
        ? classes.get((int) number)
        : Long.toString(number);
  }

  /**
   * Names of the classes, by number, as Hugging Face stores them; empty where they are not told.
   */
  private static List<String> names(Map<String, String> notes, String label) {
    List<String> names = new ArrayList<>();
    try {
      JsonNode features = JSON.readTree(notes.getOrDefault(FEATURES, "{}"));
      features
          .path("info")
          .path("features")
          .path(label)
          .path("names")
          .forEach(name -> names.add(name.asText()));
    } catch (JsonProcessingException e) {
      return List.of();
    }
    return names;
  }

  /** Opens it to read images. */
  public Images open(SourceFiles files) {
    return new Rows(new ParquetSource(files, uri, length));
  }

  private static final class Rows implements Images {

    private final TableRows rows;

    /** Of the file as it is now, from when its first row is read. */
    private TableColumns columns;

    Rows(ParquetSource file) {
      rows = new TableRows(file, this::images);
    }

    private MessageType images(MessageType schema) {
      columns =
          TableColumns.of(schema)
              .orElseThrow(
                  () ->
                      new UnsupportedOperationException("the table has changed, it has no images"));
      return columns.images(schema);
    }

    @Override
    public byte[] read(long number) throws IOException {
      Group row = rows.row(number);
      return TableRows.told(() -> image(row, columns));
    }

    @Override
    public void close() throws IOException {
      rows.close();
    }
  }

  private static byte[] image(Group row, TableColumns columns) throws IOException {
    Group at = row;
    String field = columns.image().get(0);
    if (at.getFieldRepetitionCount(field) == 0) {
      throw new IOException("its table has no image in this row");
    }
    if (columns.pixels()) {
      return PixelBitmap.of(at.getGroup(field, 0));
    }
    if (columns.image().size() > 1) {
      at = at.getGroup(field, 0);
      field = columns.image().get(1);
      if (at.getFieldRepetitionCount(field) == 0) {
        throw new IOException("its table has no image in this row");
      }
    }
    Binary image = at.getBinary(field, 0);
    return image.getBytes();
  }
}
