package io.catwalk.pipeline.ingest.table;

import java.io.Closeable;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Function;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopCodecs;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/** A table's rows, asked for in their order, of some columns alone. */
final class TableRows implements Closeable {

  /** Of the heap, for what of a group of rows is read at once. */
  private static final int SHARE_OF_HEAP = 4;

  private static final long LEAST = 64L << 20;

  /** A page is 1 MB, or one image that is longer. */
  private static final long MOST_OF_PAGE = 128L << 20;

  private final ParquetSource file;
  private final Function<MessageType, MessageType> part;

  /** Null until a row is asked for, and after a failure, which leaves it at no place. */
  private ParquetFileReader reader;

  private MessageType columns;
  private MessageColumnIO assembly;
  private RecordReader<Group> group;
  private int nextGroup;
  private long groupEnd;
  private long next;

  /** Rows before this are lost with the group of rows that could not be read. */
  private long lostBefore;

  private String loss = "";

  /**
   * @param part of the schema that is read
   */
  TableRows(ParquetSource file, Function<MessageType, MessageType> part) {
    this.file = file;
    this.part = part;
  }

  private void reopen() throws IOException {
    reader = open(file);
    MessageType schema = reader.getFooter().getFileMetaData().getSchema();
    columns = part.apply(schema);
    assembly = new ColumnIOFactory().getColumnIO(columns, schema);
    reader.setRequestedSchema(columns);
    nextGroup = 0;
    groupEnd = 0;
    next = 0;
  }

  static ParquetFileReader open(ParquetSource file) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder()
            .withCodecFactory(new CheckedCodecs(HadoopCodecs.newFactory(0), mostOfPage()))
            .build();
    return told(() -> ParquetFileReader.open(file, options));
  }

  private static long mostOfPage() {
    return Math.min(most(), MOST_OF_PAGE);
  }

  private static long most() {
    return Math.max(LEAST, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
  }

  /** Damaged bytes make Parquet throw anything. */
  static <T> T told(Work<T> work) throws IOException {
    try {
      return work.get();
    } catch (UnsupportedOperationException e) {
      throw new IOException(e.getMessage(), e);
    } catch (RuntimeException | StackOverflowError e) {
      String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new IOException("it is damaged: " + said.lines().findFirst().orElse(""), e);
    } catch (OutOfMemoryError e) {
      // Parquet believes any length that a page's header says. Where there is room for what may be
      // asked for, more was.
      if (room() < most()) {
        throw e;
      }
      throw new IOException("it is damaged: it asks for more memory than its images can take", e);
    }
  }

  private static long room() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
  }

  /** May fail in any way. */
  interface Work<T> {
    T get() throws IOException;
  }

  /**
   * The row of a number, from 0. A group of rows that cannot be read is lost from the row on that
   * was asked for; those behind it are not.
   *
   * @param number above that of the row before
   */
  Group row(long number) throws IOException {
    if (number < lostBefore) {
      throw new IOException(loss);
    }
    boolean read = false;
    loss = "it lies in a group of rows that could not be read";
    try {
      Group row = told(() -> find(number));
      read = true;
      return row;
    } catch (IOException e) {
      loss = String.valueOf(e.getMessage());
      throw e;
    } finally {
      if (!read) {
        lostBefore = Math.max(number + 1, groupEnd);
        close();
      }
    }
  }

  private Group find(long number) throws IOException {
    if (reader == null) {
      reopen();
    }
    if (number < next) {
      throw new IOException("row " + number + " was asked for behind row " + (next - 1));
    }
    while (number >= groupEnd) {
      advance(number);
    }
    Group row = group.read();
    for (next++; next <= number; next++) {
      row = group.read();
    }
    return row;
  }

  /** To the next group of rows, which is read where it holds the row. */
  private void advance(long number) throws IOException {
    if (nextGroup == reader.getRowGroups().size()) {
      throw new IOException(
          String.format(Locale.ROOT, "the table has changed, it has %,d rows", groupEnd));
    }
    BlockMetaData block = reader.getRowGroups().get(nextGroup++);
    next = groupEnd;
    groupEnd = Math.addExact(groupEnd, block.getRowCount());
    if (number >= groupEnd) {
      reader.skipNextRowGroup();
      return;
    }
    requireRoom(block);
    for (ColumnChunkMetaData column : block.getColumns()) {
      if (isRead(column)) {
        new PageSizes(file, mostOfPage()).check(column);
      }
    }
    PageReadStore pages = reader.readNextRowGroup();
    group = assembly.getRecordReader(pages, new GroupRecordConverter(columns));
  }

  private boolean isRead(ColumnChunkMetaData column) {
    return columns.containsPath(column.getPath().toArray());
  }

  /** Parquet reads the whole group before its first row. */
  private void requireRoom(BlockMetaData block) throws IOException {
    long bytes =
        block.getColumns().stream()
            .filter(this::isRead)
            .mapToLong(ColumnChunkMetaData::getTotalSize)
            .sum();
    if (bytes > most()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "it lies in a group of rows of %,d MB, at most %,d are read with this heap; write the table with smaller groups (parquet.block.size, row_group_size)",
              bytes >> 20,
              most() >> 20));
    }
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      ParquetFileReader closing = reader;
      reader = null;
      closing.close();
    }
  }
}
