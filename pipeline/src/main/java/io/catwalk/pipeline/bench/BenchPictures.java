package io.catwalk.pipeline.bench;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.DatasetConfig.SourceFormat;
import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import io.catwalk.pipeline.dataset.Example;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Images as PNG files, a folder a class, in a temporary folder that is deleted on closing.
 *
 * @param folder for whatever else is measured
 */
record BenchPictures(Path folder) implements AutoCloseable {

  static BenchPictures write(List<Example> examples, ImageShape shape) {
    try {
      BenchPictures pictures = new BenchPictures(Files.createTempDirectory("catwalk-bench"));
      for (int i = 0; i < examples.size(); i++) {
        Path file =
            pictures
                .images()
                .resolve("class-" + examples.get(i).label())
                .resolve(String.format(Locale.ROOT, "%06d.png", i));
        Files.createDirectories(file.getParent());
        ImageIO.write(picture(examples.get(i).pixels(), shape), "png", file.toFile());
      }
      return pictures;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param pixels channel by channel
   */
  private static BufferedImage picture(byte[] pixels, ImageShape shape) {
    boolean grey = shape.channels() == 1;
    BufferedImage image =
        new BufferedImage(
            shape.width(),
            shape.height(),
            grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
    int plane = shape.height() * shape.width();
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int i = 0; i < plane; i++) {
        image
            .getRaster()
            .setSample(
                i % shape.width(), i / shape.width(), channel, pixels[channel * plane + i] & 0xff);
      }
    }
    return image;
  }

  Path images() {
    return folder.resolve("images");
  }

  /**
   * All of them to train on.
   *
   * @param like tells what they become
   */
  DatasetConfig source(DatasetConfig like) {
    return new DatasetConfig(
        "bench",
        images().toString(),
        SourceFormat.FOLDERS,
        SplitRule.HASH,
        "",
        0,
        0,
        0,
        like.seed(),
        like.shape(),
        like.resize(),
        List.of(),
        0,
        0,
        100,
        like.maxMegapixels(),
        DatasetConfig.Corrections.NONE,
        "");
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
