package io.catwalk.pipeline.ingest.format;

/** Looks through an extended WebP's chunks for Exif data (RFC 9649, 2.7.1.5). */
final class WebpExif {

  private static final int FIRST_CHUNK = 12;
  private static final int CHUNK_HEADER = 8;

  private WebpExif() {}

  /**
   * @param end behind the last byte that RIFF counts
   * @return 1 to 8, upright where nothing is said
   */
  static int orientation(Bytes bytes, long end) throws BadImageException {
    for (long at = FIRST_CHUNK; at + CHUNK_HEADER <= end; ) {
      long length = bytes.u32((int) at + 4, true);
      long data = at + CHUNK_HEADER;
      if (bytes.has((int) at, "EXIF")) {
        long last = Math.min(end, data + length);
        return ExifOrientation.known(ExifOrientation.read(bytes, (int) data, (int) last));
      }
      at = data + length + (length & 1); // chunks begin at even places
    }
    return ExifOrientation.UPRIGHT;
  }
}
