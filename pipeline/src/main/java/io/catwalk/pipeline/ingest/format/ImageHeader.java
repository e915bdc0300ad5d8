package io.catwalk.pipeline.ingest.format;

import io.catwalk.pipeline.dataset.QuarantineReason;
import java.util.Locale;

/**
 * What a file says of its image, read before anything is decoded, so that an absurd size never
 * allocates and a file that stops early is found (OpenCV would fill the rest with grey and say
 * nothing).
 *
 * @param format by its content, whatever the file's name says
 * @param width stored columns, at least 1
 * @param height stored rows, at least 1
 * @param orientation 1 to 8 as in EXIF's tag 0x0112; 5 to 8 swap rows and columns
 * @param alpha the image has transparent pixels or may have
 */
public record ImageHeader(Format format, int width, int height, int orientation, boolean alpha) {

  /** What is decoded. */
  public enum Format {
    JPEG,
    PNG,
    GIF,
    BMP,
    WEBP
  }

  /**
   * @throws BadImageException when the bytes are no whole image of a known format
   */
  public static ImageHeader read(byte[] file) throws BadImageException {
    Bytes bytes = new Bytes(file);
    ImageHeader header = dispatch(bytes);
    if (header.width < 1 || header.height < 1) {
      throw BadImageException.corrupt(
          header.format + " header says " + header.width + "×" + header.height + " pixels");
    }
    return header;
  }

  private static ImageHeader dispatch(Bytes bytes) throws BadImageException {
    if (bytes.length() == 0) {
      throw new BadImageException(QuarantineReason.EMPTY, "0 bytes");
    }
    return switch (format(bytes)) {
      case JPEG -> JpegHeader.read(bytes);
      case PNG -> PngHeader.read(bytes);
      case GIF -> GifHeader.read(bytes);
      case BMP -> BmpHeader.read(bytes);
      case WEBP -> WebpHeader.read(bytes);
    };
  }

  /** By the first bytes. */
  private static Format format(Bytes bytes) throws BadImageException {
    if (bytes.has(0, "\u00ff\u00d8")) {
      return Format.JPEG;
    }
    if (bytes.has(0, "\u0089PNG")) {
      return Format.PNG;
    }
    if (bytes.has(0, "GIF87a") || bytes.has(0, "GIF89a")) {
      return Format.GIF;
    }
    if (bytes.has(0, "BM")) {
      return Format.BMP;
    }
    if (bytes.has(0, "RIFF") && bytes.has(8, "WEBP")) {
      return Format.WEBP;
    }
    throw unknown(bytes);
  }

  /**
   * Looks at the first bytes of a file alone, before the rest of it is read.
   *
   * @throws BadImageException when no known format begins so
   */
  public static void requireSignature(byte[] start) throws BadImageException {
    format(new Bytes(start));
  }

  private static BadImageException unknown(Bytes bytes) throws BadImageException {
    if (bytes.has(0, "II*\0") || bytes.has(0, "MM\0*")) {
      return BadImageException.unsupported("TIFF");
    }
    if (bytes.has(4, "ftyp")) {
      return BadImageException.unsupported("HEIF, AVIF or a film");
    }
    if (bytes.has(0, "8BPS")) {
      return BadImageException.unsupported("Photoshop document");
    }
    if (bytes.has(0, "\0\0\1\0")) {
      return BadImageException.unsupported("icon");
    }
    if (bytes.has(4, "jP  ") || bytes.has(4, "JXL ")) {
      return BadImageException.unsupported("JPEG 2000 or JPEG XL");
    }
    int shown = Math.min(8, bytes.length());
    StringBuilder found = new StringBuilder();
    for (int i = 0; i < shown; i++) {
      found.append(String.format(Locale.ROOT, "%s%02x", i == 0 ? "" : " ", bytes.u8(i)));
    }
    return new BadImageException(QuarantineReason.NOT_AN_IMAGE, "begins with the bytes " + found);
  }

  /** Columns once the orientation is applied. */
  public int uprightWidth() {
    return orientation >= 5 ? height : width;
  }

  /** Rows once the orientation is applied. */
  public int uprightHeight() {
    return orientation >= 5 ? width : height;
  }

  public long pixels() {
    return (long) width * height;
  }

  /**
   * That what a decoder read is the image that the header speaks of.
   *
   * @param columns that came out, as stored
   * @param rows that came out, as stored
   * @param reduction by which they are fewer
   */
  public void requireSize(int columns, int rows, int reduction) throws BadImageException {
    if (columns != reduced(width, reduction) || rows != reduced(height, reduction)) {
      throw BadImageException.corrupt(
          String.format(
              Locale.ROOT,
              "%s header says %d×%d pixels, its data holds %d×%d at 1/%d",
              format,
              width,
              height,
              columns,
              rows,
              reduction));
    }
  }

  private static int reduced(int length, int reduction) {
    return (length + reduction - 1) / reduction;
  }
}
