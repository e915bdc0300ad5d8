package io.catwalk.pipeline.ingest;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.dataset.Digests;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.QuarantineReason;
import io.catwalk.pipeline.ingest.decode.ImageDecoder;
import io.catwalk.pipeline.ingest.decode.LargeImages;
import io.catwalk.pipeline.ingest.format.BadImageException;
import java.io.Serializable;

/** Makes examples of image files that the caller holds in memory. For one thread at a time. */
public final class ImageBytes implements AutoCloseable {

  private final ImageDecoder decoder;
  private final int maxMegapixels;

  /**
   * @param shape what every image becomes
   * @param resize how
   * @param maxMegapixels a larger one is not decoded
   */
  public ImageBytes(ImageShape shape, ResizeMode resize, int maxMegapixels) {
    this.decoder = new ImageDecoder(shape, resize, maxMegapixels);
    this.maxMegapixels = maxMegapixels;
  }

  /**
   * @param file the bytes of a JPEG, PNG, GIF, BMP or WebP
   * @param name the example's path, and what messages call it
   * @param label as in {@link Example#label}
   * @throws CatwalkException (data) when they are no whole image, or too large
   */
  public Example example(byte[] file, String name, int label) {
    try {
      return decode(file, name, label);
    } catch (BadImageException e) {
      throw CatwalkException.data(name + ": no good image (" + e.getMessage() + ")", e);
    }
  }

  /**
   * The same of an image that a program holds.
   *
   * @throws CatwalkException (data) when it is none
   */
  public Example example(GivenImage image, int label) {
    try {
      return decode(image, label);
    } catch (BadImageException e) {
      throw CatwalkException.data(image.name() + ": no good image (" + e.getMessage() + ")", e);
    }
  }

  /**
   * As {@link #example(GivenImage, int)}.
   *
   * @throws BadImageException when it is none
   */
  Example decode(GivenImage image, int label) throws BadImageException {
    if (!image.complaint().isEmpty()) {
      throw new BadImageException(QuarantineReason.UNREADABLE, image.complaint());
    }
    if (image.height() == 0) {
      return decode(image.content(), image.path(), label);
    }
    byte[] pixels = decoder.resizePixels(image.content(), image.width(), image.height()).values();
    return example(pixels, image.content(), image.path(), label);
  }

  /** As {@link #example}, for callers that say in their own words what is wrong. */
  Example decode(byte[] file, String path, int label) throws BadImageException {
    LargeImages.requireReadable(file.length, maxMegapixels);
    return example(decoder.decode(file).values(), file, path, label);
  }

  private static Example example(byte[] pixels, byte[] content, String path, int label) {
    return new Example(pixels, label, path, Digests.hex(Digests.sha256().digest(content)));
  }

  @Override
  public void close() {
    decoder.close();
  }

  /**
   * An image that a program holds.
   *
   * @param path where it came from, for messages; empty where nobody knows
   * @param content an encoded file, or pixels; empty where there is none
   * @param height of pixels; 0 for an encoded file
   * @param width of pixels; 0 for an encoded file
   * @param complaint why there is no content; empty where there is
   */
  @SuppressWarnings("ArrayRecordComponent") // Travels, never compared.
  public record GivenImage(String path, byte[] content, int height, int width, String complaint)
      implements Serializable {

    /** An encoded file. */
    public static GivenImage file(String path, byte[] content) {
      return new GivenImage(path, content, 0, 0, "");
    }

    /**
     * Pixels.
     *
     * @param values uint8, a pixel's values side by side, row by row: grey, blue-green-red, or that
     *     and alpha
     */
    public static GivenImage pixels(String path, byte[] values, int height, int width) {
      return new GivenImage(path, values, height, width, "");
    }

    /** What should have been an image. */
    public static GivenImage unreadable(String path, String complaint) {
      return new GivenImage(path, new byte[0], 0, 0, complaint);
    }

    /** What messages call it. */
    public String name() {
      return path.isEmpty() ? "an image" : path;
    }
  }
}
