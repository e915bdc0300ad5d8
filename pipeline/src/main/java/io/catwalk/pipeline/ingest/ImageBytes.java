package io.catwalk.pipeline.ingest;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.dataset.Digests;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.ingest.decode.ImageDecoder;
import io.catwalk.pipeline.ingest.decode.LargeImages;
import io.catwalk.pipeline.ingest.format.BadImageException;

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

  /** As {@link #example}, for callers that say in their own words what is wrong. */
  Example decode(byte[] file, String path, int label) throws BadImageException {
    LargeImages.requireReadable(file.length, maxMegapixels);
    return new Example(
        decoder.decode(file).values(), label, path, Digests.hex(Digests.sha256().digest(file)));
  }

  @Override
  public void close() {
    decoder.close();
  }
}
