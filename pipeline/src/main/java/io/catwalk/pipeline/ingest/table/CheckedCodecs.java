package io.catwalk.pipeline.ingest.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Unpacks no page that says to need more memory than a file of images may: a page's header is made
 * by strangers.
 *
 * @param codecs unpack the others
 * @param most bytes of a page
 */
record CheckedCodecs(CompressionCodecFactory codecs, long most) implements CompressionCodecFactory {

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    return codecs.getCompressor(codec);
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    BytesInputDecompressor unchecked = codecs.getDecompressor(codec);
    return new BytesInputDecompressor() {
      @Override
      public BytesInput decompress(BytesInput bytes, int length) throws IOException {
        check(length);
        return unchecked.decompress(bytes, length);
      }

      @Override
      public void decompress(ByteBuffer from, int packed, ByteBuffer to, int length)
          throws IOException {
        check(length);
        unchecked.decompress(from, packed, to, length);
      }

      @Override
      public void release() {
        unchecked.release();
      }
    };
  }

  private void check(int length) throws IOException {
    if (length < 0 || length > most) {
      throw new IOException(
          String.format(
              Locale.ROOT, "a page of %,d bytes, at most %,d are unpacked here", length, most));
    }
  }

  @Override
  public void release() {
    codecs.release();
  }
}
