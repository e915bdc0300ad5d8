package io.catwalk.pipeline.ingest.format;

import io.catwalk.pipeline.dataset.QuarantineReason;
import java.util.Set;

/**
 * What a Windows or OS/2 bitmap says before its rows, compared with the bytes that are there.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param topDown the top row comes first, not the bottom one
 * @param bits of a pixel: 1, 4, 8, 16, 24 or 32
 * @param compression {@link #PLAIN}, {@link #RUNS_OF_8}, {@link #RUNS_OF_4} or {@link #MASKED}
 * @param paletteAt where the palette begins
 * @param entryBytes of a colour of the palette, 3 or 4
 * @param dataAt where the rows begin
 */
record BmpHeader(
    int width,
    int height,
    boolean topDown,
    int bits,
    int compression,
    int paletteAt,
    int entryBytes,
    int dataAt) {

  static final int PLAIN = 0;
  static final int RUNS_OF_8 = 1;
  static final int RUNS_OF_4 = 2;
  static final int MASKED = 3;

  /** Masks of red, green, blue and alpha stand here, within the header or right behind it. */
  static final int MASKS_AT = 54;

  private static final int FILE_HEADER = 14;
  private static final int OS2_HEADER = 12;
  private static final int OS2_SECOND_HEADER = 64;
  private static final int MASKED_WITH_ALPHA = 6;
  private static final int LONGEST_HEADER = 124;
  private static final Set<Integer> HEADERS =
      Set.of(OS2_HEADER, 40, 52, 56, OS2_SECOND_HEADER, 108, LONGEST_HEADER);

  static ImageHeader read(Bytes bytes) throws BadImageException {
    BmpHeader header = parse(bytes);
    return new ImageHeader(
        ImageHeader.Format.BMP, header.width, header.height, ExifOrientation.UPRIGHT, false);
  }

  static BmpHeader parse(Bytes bytes) throws BadImageException {
    long size = bytes.u32(FILE_HEADER, true);
    boolean old = size == OS2_HEADER;
    if (!old && (size < 40 || size > LONGEST_HEADER)) {
      // Two letters are a weak magic number: what does not go on as a bitmap is none.
      throw new BadImageException(
          QuarantineReason.NOT_AN_IMAGE, "begins with BM and has no bitmap header");
    }
    long width = old ? bytes.u16(18, true) : bytes.i32(18);
    long height = old ? bytes.u16(20, true) : bytes.i32(22); // negative: the top row comes first
    int bits = bytes.u16(old ? 24 : 28, true);
    int compression = old ? PLAIN : bytes.i32(30);
    if (width < 1 || height == 0 || height == Integer.MIN_VALUE) {
      throw BadImageException.corrupt(
          "BMP header says " + width + "×" + Math.abs(height) + " pixels");
    }
    if (!readable(bits, compression, (int) size)) {
      throw BadImageException.unsupported(
          "BMP of "
              + bits
              + " bits, compression "
              + compression
              + ", header of "
              + size
              + " bytes");
    }
    long paletteAt = FILE_HEADER + size;
    long dataAt = bytes.u32(10, true);
    if (dataAt != 0 && dataAt < paletteAt || dataAt > bytes.length()) {
      throw BadImageException.corrupt("BMP whose rows begin at byte " + dataAt);
    }
    int entryBytes = old ? 3 : 4;
    // Some writers place the rows where their palette begins.
    boolean placed = dataAt != 0 && dataAt != paletteAt;
    long paletteEnd = paletteAt + (bits > 8 ? 0 : entryBytes * colours(bytes, bits, old));
    if (paletteEnd > bytes.length() && (!placed || saidColours(bytes, old) > 0)) {
      throw BadImageException.corrupt("BMP whose palette ends at byte " + paletteEnd);
    }
    BmpHeader header =
        new BmpHeader(
            (int) width,
            (int) Math.abs(height),
            height < 0,
            bits,
            compression == MASKED_WITH_ALPHA ? MASKED : compression,
            (int) paletteAt,
            entryBytes,
            (int) (placed ? dataAt : paletteEnd));
    header.requireRows(bytes);
    return header;
  }

  private static long colours(Bytes bytes, int bits, boolean old) throws BadImageException {
    long said = saidColours(bytes, old);
    return said == 0 ? 1L << bits : said;
  }

  private static long saidColours(Bytes bytes, boolean old) throws BadImageException {
    return old ? 0 : bytes.u32(46, true);
  }

  /** OS/2's second kind of header gives the numbers 3 and 4 to kinds of its own. */
  private static boolean readable(int bits, int compression, int size) {
    if (!HEADERS.contains(size)) {
      return false;
    }
    return switch (compression) {
      case PLAIN -> bits == 1 || bits == 4 || bits == 8 || bits == 16 || bits == 24 || bits == 32;
      case RUNS_OF_8 -> bits == 8;
      case RUNS_OF_4 -> bits == 4;
      case MASKED, MASKED_WITH_ALPHA -> size != OS2_SECOND_HEADER && (bits == 16 || bits == 32);
      default -> false;
    };
  }

  /** Whether rows have the length that {@link #rowBytes} says. */
  boolean plainRows() {
    return compression == PLAIN || compression == MASKED;
  }

  /** Bytes from one row to the next. */
  long rowBytes() {
    return ((long) width * bits + 31) / 32 * 4;
  }

  private void requireRows(Bytes bytes) throws BadImageException {
    // Some writers leave out the padding of the last row.
    long expected = dataAt + rowBytes() * height - 3;
    if (plainRows() && expected > bytes.length()) {
      throw BadImageException.truncated(
          "BMP ends after " + bytes.length() + " bytes, at least " + expected + " expected");
    }
  }

  /**
   * @return blue, green and red of each index that has the bits; black where there is no colour
   */
  byte[] palette(Bytes bytes) throws BadImageException {
    byte[] palette = new byte[3 << bits];
    long most = Math.min(colours(bytes, bits, entryBytes == 3), 1L << bits);
    for (int i = 0; i < most; i++) {
      int at = paletteAt + i * entryBytes;
      if (at + entryBytes > dataAt) {
        break;
      }
      bytes.require(at, entryBytes);
      System.arraycopy(bytes.data(), at, palette, 3 * i, 3);
    }
    return palette;
  }
}
