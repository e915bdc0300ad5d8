package io.catwalk.pipeline.ingest.shard;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Writes a dataset's Parquet files. Spark would first make rows of its own of the images and copy
 * every pixel three times on the way.
 */
final class ParquetRows<T> extends ParquetWriter.Builder<T, ParquetRows<T>> {

  /** Small row groups let several tasks read one shard. */
  private static final long ROW_GROUP_BYTES = 8L << 20;

  private final WriteSupport<T> support;

  private ParquetRows(OutputStream out, WriteSupport<T> support) {
    super(new StreamOutputFile(out));
    this.support = support;
  }

  /** Closing the writer closes the stream. */
  static <T> ParquetWriter<T> writer(OutputStream out, WriteSupport<T> support) throws IOException {
    return new ParquetRows<>(out, support)
        .withRowGroupSize(ROW_GROUP_BYTES)
        .withCompressionCodec(CompressionCodecName.SNAPPY)
        // No two images are alike: a dictionary of them only costs.
        .withDictionaryEncoding(ShardSupport.PIXELS, false)
        .build();
  }

  @Override
  protected ParquetRows<T> self() {
    return this;
  }

  @Override
  protected WriteSupport<T> getWriteSupport(Configuration configuration) {
    return support;
  }
}
