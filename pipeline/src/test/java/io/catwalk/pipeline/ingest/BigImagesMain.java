package io.catwalk.pipeline.ingest;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.ingest.decode.ImageDecoder;
import io.catwalk.pipeline.ingest.decode.PixelDecoder.DecodedPixels;
import io.catwalk.pipeline.ingest.format.BadImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Decodes files, one after the other, in the memory that its process was given. */
final class BigImagesMain {

  private BigImagesMain() {}

  public static void main(String... files) throws IOException {
    try (ImageDecoder decoder =
        new ImageDecoder(new ImageShape(8, 8, 3), ResizeMode.STRETCH, 100)) {
      for (String name : files) {
        Path file = Path.of(name);
        try {
          DecodedPixels pixels = decoder.decode(Files.readAllBytes(file));
          System.out.println(
              "= " + file.getFileName() + " " + pixels.sourceWidth() + " " + pixels.values()[0]);
        } catch (BadImageException e) {
          System.out.println("= " + file.getFileName() + " " + e.reason() + ": " + e.getMessage());
        }
      }
    }
  }
}
