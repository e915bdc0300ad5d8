package io.catwalk.pipeline.ingest.format;

/**
 * Finds how an image lies in the Exif data that a file carries (CIPA DC-008, 4.6.4; a TIFF
 * structure). It is the one place that knows: decoders are told not to turn.
 */
public final class ExifOrientation {

  /** Stored as it is to be shown. */
  public static final int UPRIGHT = 1;

  /** The data says nothing, or nothing that makes sense. */
  static final int UNKNOWN = 0;

  private static final String PREFIX = "Exif\0\0";
  private static final int TAG = 0x0112;
  private static final int ENTRY = 12;
  private static final int BYTE = 1;
  private static final int LONG = 4;

  private ExifOrientation() {}

  /**
   * Reads as much of the first directory as lies before {@code end}.
   *
   * @param from of the TIFF structure, or of the prefix that JPEG has before it and that some
   *     writers leave there for other formats
   * @return 1 to 8, or {@link #UNKNOWN}
   */
  static int read(Bytes bytes, int from, int end) throws BadImageException {
    int tiff = bytes.has(from, PREFIX) ? from + PREFIX.length() : from;
    boolean littleEndian = bytes.has(tiff, "II*\0");
    if (end - tiff < 8 || !littleEndian && !bytes.has(tiff, "MM\0*")) {
      return UNKNOWN;
    }
    long directory = tiff + bytes.u32(tiff + 4, littleEndian);
    if (directory + 2 > end) {
      return UNKNOWN;
    }
    int entries = bytes.u16((int) directory, littleEndian);
    long first = directory + 2;
    for (long entry = first;
        entry + ENTRY <= end && entry < first + (long) ENTRY * entries;
        entry += ENTRY) {
      if (bytes.u16((int) entry, littleEndian) == TAG) {
        return value(bytes, (int) entry, littleEndian);
      }
    }
    return UNKNOWN;
  }

  /** The standard has it as two bytes; writers are known that take one or four. */
  private static int value(Bytes bytes, int entry, boolean littleEndian) throws BadImageException {
    int type = bytes.u16(entry + 2, littleEndian);
    long value =
        switch (type) {
          case BYTE -> bytes.u8(entry + 8);
          case LONG -> bytes.u32(entry + 8, littleEndian);
          default -> bytes.u16(entry + 8, littleEndian);
        };
    return value >= 1 && value <= 8 ? (int) value : UNKNOWN;
  }

  /** What is not known is taken as upright. */
  static int known(int orientation) {
    return orientation == UNKNOWN ? UPRIGHT : orientation;
  }
}
