package io.catwalk.pipeline.ingest.table;

import java.io.IOException;
import java.util.Locale;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.SeekableInputStream;

/**
 * Looks at the headers of a column's pages before Parquet does, which takes memory for whatever
 * length they say.
 *
 * @param most bytes of a page, unpacked
 */
record PageSizes(ParquetSource file, long most) {

  /** Old writers leave the header of a dictionary out of a column's length. */
  private static final int LEFT_OUT = 100;

  /**
   * @throws IOException where a page is longer than its column, or too long to be unpacked
   */
  void check(ColumnChunkMetaData column) throws IOException {
    long at = column.getStartingPos();
    long end = Math.addExact(at, column.getTotalSize());
    try (SeekableInputStream in = file.newStream()) {
      while (at < end) {
        in.seek(at);
        PageHeader header = Util.readPageHeader(in);
        int packed = header.getCompressed_page_size();
        int unpacked = header.getUncompressed_page_size();
        if (packed < 0 || in.getPos() + packed > end + LEFT_OUT || unpacked < 0) {
          throw new IOException("it is damaged: a page is longer than its column");
        }
        if (unpacked > most) {
          throw new IOException(
              String.format(
                  Locale.ROOT,
                  "a page of %,d bytes, at most %,d are unpacked here",
                  unpacked,
                  most));
        }
        at = in.getPos() + packed;
      }
    }
  }
}
