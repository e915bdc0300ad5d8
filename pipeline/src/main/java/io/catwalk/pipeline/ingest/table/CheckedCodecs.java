package io.catwalk.pipeline.ingest.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * Unpacks no page that says to need more memory than a file of images may: a page's header is made
 * by strangers.
 *
 * @param codecs unpack the others
 * @param most bytes of a page
 */
record CheckedCodecs(CompressionCodecFactory codecs, long most) implements CompressionCodecFactory {

  /** Its longest copy is of 64 bytes, and takes 2. */
  private static final int MOST_OF_SNAPPY = 32;

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    return codecs.getCompressor(codec);
  }

  /**
   * Snappy's is not Parquet's own, which waits for ever for what a page lacks of its length; that
   * of LZ4 does the same.
   */
  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return switch (codec) {
      case SNAPPY -> new Checked(this::unpackSnappy, () -> {});
      case UNCOMPRESSED, GZIP, ZSTD -> {
        BytesInputDecompressor unchecked = codecs.getDecompressor(codec);
        yield new Checked(unchecked::decompress, unchecked::release);
      }
      default ->
          throw new UnsupportedOperationException(
              "its pages are packed by " + codec + "; expected SNAPPY, GZIP, ZSTD or none");
    };
  }

  private BytesInput unpackSnappy(BytesInput page, int length) throws IOException {
    byte[] packed = page.toByteArray();
    int own = Snappy.uncompressedLength(packed);
    if (own != length || own > (long) MOST_OF_SNAPPY * packed.length) {
      throw new IOException(
          String.format(Locale.ROOT, "a page of %,d bytes that should have %,d", own, length));
    }
    return BytesInput.from(Snappy.uncompress(packed));
  }

  /** Unpacks a page to a length. */
  private interface Unpacking {
    BytesInput unpack(BytesInput page, int length) throws IOException;
  }

  private final class Checked implements BytesInputDecompressor {

    private final Unpacking unpacking;
    private final Runnable release;

    Checked(Unpacking unpacking, Runnable release) {
      this.unpacking = unpacking;
      this.release = release;
    }

    @Override
    public BytesInput decompress(BytesInput page, int length) throws IOException {
      check(length);
      return unpacking.unpack(page, length);
    }

    @Override
    public void decompress(ByteBuffer from, int packed, ByteBuffer to, int length)
        throws IOException {
      to.put(decompress(BytesInput.from(from), length).toByteBuffer());
    }

    @Override
    public void release() {
      release.run();
    }
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
