package io.catwalk.pipeline.ingest.decode;

import io.catwalk.pipeline.ingest.format.BadImageException;

/** Turns image files into pixels of one shape. Not thread-safe. */
public interface PixelDecoder extends AutoCloseable {

  /**
   * @param file the bytes of a JPEG, PNG, GIF, BMP or WebP
   * @throws BadImageException when they are not one, not whole, or too large
   */
  DecodedPixels decode(byte[] file) throws BadImageException;

  /** The same for pixels that are there already, grey, row by row. */
  DecodedPixels resize(byte[] grey, int width, int height);

  @Override
  void close();

  /**
   * An image in its final shape.
   *
   * @param values uint8, channels × height × width (CHW; red, green, blue)
   * @param sourceWidth upright columns before resizing
   * @param sourceHeight upright rows before resizing
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed on at once, never compared.
  record DecodedPixels(byte[] values, int sourceWidth, int sourceHeight) {}
}
