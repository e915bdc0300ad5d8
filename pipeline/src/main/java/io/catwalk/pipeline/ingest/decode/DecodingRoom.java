package io.catwalk.pipeline.ingest.decode;

import io.catwalk.pipeline.ingest.format.BadImageException;
import io.catwalk.pipeline.ingest.format.Bytes;
import io.catwalk.pipeline.ingest.format.ImageHeader;
import io.catwalk.pipeline.ingest.format.JpegScans;

/** What a decoder takes outside the heap for an image. */
final class DecodingRoom {

  private static final int PNG_DEPTH_AT = 24;

  /** Blue, green, red. */
  private static final int DECODED = 3;

  private DecodingRoom() {}

  /**
   * @param header of the same file
   * @param reduction by which a JPEG is decoded smaller
   * @return bytes, about
   */
  static long bytes(byte[] file, ImageHeader header, int reduction) throws BadImageException {
    long pixels = header.pixels();
    return switch (header.format()) {
      case JPEG -> {
        long all = DECODED * pixels / reduction / reduction;
        // Of a file of several scans all coefficients are kept, of two bytes each.
        yield all < LargeImages.LARGE && 2 * DECODED * pixels < LargeImages.LARGE
            ? all
            : all + (JpegScans.count(new Bytes(file)) > 1 ? 2 * DECODED * pixels : 0);
      }
      case PNG -> {
        int depth = new Bytes(file).u8(PNG_DEPTH_AT) > 8 ? 2 : 1;
        yield pixels * (header.alpha() ? 4 * depth + DECODED : DECODED + 1);
      }
      default -> pixels * (header.alpha() ? 4 + DECODED : DECODED + 1);
    };
  }
}
