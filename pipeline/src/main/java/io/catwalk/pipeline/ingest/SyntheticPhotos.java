package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ingest.source.SourceListing;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/**
 * Draws a source of small pictures, for trials and tests without photos. A file beside them says
 * so, and every dataset and model made from them says it too.
 */
public final class SyntheticPhotos {

  private static final int LEAST_SIDE = 40;
  private static final int MOST_SIDE = 200;

  private SyntheticPhotos() {}

  /**
   * Writes a folder a class; two thirds of the pictures are JPEG, the others PNG, of many sizes.
   *
   * @param folder is made where it is missing
   * @param classes each gets a shape of its own
   * @param imagesPerClass at least 1
   * @param seed the same draws the same
   * @throws CatwalkException (usage) when the folder cannot be written or a class cannot be a
   *     folder's name
   */
  public static void write(Path folder, List<String> classes, int imagesPerClass, long seed) {
    try {
      for (int label = 0; label < classes.size(); label++) {
        Path classFolder = folder.resolve(safe(classes.get(label)));
        Files.createDirectories(classFolder);
        for (int i = 0; i < imagesPerClass; i++) {
          SplittableRandom random = new SplittableRandom(seed * 31 + label * 1_000_003L + i);
          String format = i % 3 == 2 ? "png" : "jpg";
          Path file = classFolder.resolve(String.format(Locale.ROOT, "%05d.%s", i, format));
          Files.write(file, picture(label, random, format));
        }
      }
      Files.writeString(
          folder.resolve(SourceListing.SYNTHETIC_MARKER),
          String.format(
              Locale.ROOT,
              "These pictures were drawn by a program (catwalk synthetic, seed %d). What is learned from them says nothing of photos.\n",
              seed));
    } catch (IOException e) {
      throw CatwalkException.usage("Cannot write pictures to " + folder + ": " + e.getMessage());
    }
  }

  private static String safe(String name) {
    if (!name.matches("[^/\\\\._][^/\\\\]*")) {
      throw CatwalkException.usage(
          "Cannot draw class '"
              + name
              + "': expected a name without '/' and without '.' or '_' in front");
    }
    return name;
  }

  private static byte[] picture(int label, SplittableRandom random, String format)
      throws IOException {
    int width = random.nextInt(LEAST_SIDE, MOST_SIDE);
    int height = Math.max(LEAST_SIDE, width * random.nextInt(6, 13) / 9);
    BufferedImage image = new SyntheticPicture(width, height, random).draw(label);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, format, ImageIO.createImageOutputStream(bytes));
    return bytes.toByteArray();
  }
}
