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
import org.apache.parquet.hadoop.util.HadoopCodecs;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/** A table's rows, asked for in their order, of some columns alone. */
final class TableRows implements Closeable {

  /** Of the heap for a page, which holds an image at least. */
  private static final int SHARE_OF_HEAP = 4;

  private static final long LEAST = 64L << 20;

  private final ParquetFileReader reader;
  private final MessageType columns;
  private final MessageColumnIO assembly;
  private RecordReader<Group> group;
  private int nextGroup;
  private long groupEnd;
  private long next;

  /**
   * @param part of the schema that is read
   * @throws IOException for a file that is no Parquet, or damaged
   */
  TableRows(ParquetSource file, Function<MessageType, MessageType> part) throws IOException {
    this.reader = open(file);
    MessageType schema = reader.getFooter().getFileMetaData().getSchema();
    this.columns = part.apply(schema);
    this.assembly = new ColumnIOFactory().getColumnIO(columns, schema);
    reader.setRequestedSchema(columns);
  }

  static ParquetFileReader open(ParquetSource file) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder()
            .withCodecFactory(
                new CheckedCodecs(
                    HadoopCodecs.newFactory(0),
                    Math.max(LEAST, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP)))
            .build();
    return told(() -> ParquetFileReader.open(file, options));
  }

  /** Damaged bytes make Parquet throw anything. */
  static <T> T told(Work<T> work) throws IOException {
    try {
      return work.get();
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new IOException("it is damaged: " + said.lines().findFirst().orElse(""), e);
    }
  }

  /** May fail in any way. */
  interface Work<T> {
    T get() throws IOException;
  }

  /**
   * The row of a number, from 0.
   *
   * @param number above that of the row before
   */
  Group row(long number) throws IOException {
    if (number < next) {
      throw new IOException("row " + number + " was asked for behind row " + (next - 1));
    }
    return told(
        () -> {
          while (number >= groupEnd) {
            advance(number);
          }
          Group row = group.read();
          for (next++; next <= number; next++) {
            row = group.read();
          }
          return row;
        });
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
    PageReadStore pages = reader.readNextRowGroup();
    group = assembly.getRecordReader(pages, new GroupRecordConverter(columns));
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
