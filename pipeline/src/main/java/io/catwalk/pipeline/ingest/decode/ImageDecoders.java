package io.catwalk.pipeline.ingest.decode;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import java.util.List;

/**
 * Makes {@link ImageDecoder}s.
 *
 * @param shape what images become
 * @param resize how
 * @param maxMegapixels larger images are not decoded
 */
public record ImageDecoders(ImageShape shape, ResizeMode resize, int maxMegapixels)
    implements Decoders {

  @Override
  public PixelDecoder open() {
    return new ImageDecoder(shape, resize, maxMegapixels);
  }

  @Override
  public List<String> program() {
    return List.of(
        DecodeServer.class.getName(),
        Integer.toString(shape.height()),
        Integer.toString(shape.width()),
        Integer.toString(shape.channels()),
        resize.name(),
        Integer.toString(maxMegapixels));
  }

  /** The reverse of {@link #program}, without the main class. */
  static ImageDecoders of(String... arguments) {
    return new ImageDecoders(
        new ImageShape(
            Integer.parseInt(arguments[0]),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2])),
        ResizeMode.valueOf(arguments[3]),
        Integer.parseInt(arguments[4]));
  }
}
