package io.catwalk.pipeline.ingest;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/** Draws one shape at a random place, size, angle and in random colours, with noise over all. */
final class SyntheticPicture {

  private final BufferedImage image;
  private final SplittableRandom random;

  SyntheticPicture(int width, int height, SplittableRandom random) {
    this.image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    this.random = random;
  }

  /**
   * @param label 0 is a disc, 1 a square, 2 a triangle, 3 a ring, n a polygon or star of ever more
   *     points
   */
  BufferedImage draw(int label) {
    int width = image.getWidth();
    int height = image.getHeight();
    boolean dark = random.nextBoolean();
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setPaint(
          new GradientPaint(0, 0, colour(dark ? 20 : 150), width, height, colour(dark ? 20 : 150)));
      graphics.fillRect(0, 0, width, height);
      double size = Math.min(width, height) * random.nextDouble(0.25, 0.42);
      AffineTransform place =
          AffineTransform.getTranslateInstance(
              random.nextDouble(size, Math.max(size + 1, width - size)),
              random.nextDouble(size, Math.max(size + 1, height - size)));
      place.rotate(random.nextDouble(-0.3, 0.3));
      place.scale(size, size);
      graphics.setPaint(colour(dark ? 150 : 20));
      graphics.fill(place.createTransformedShape(shape(label)));
    } finally {
      graphics.dispose();
    }
    addNoise(random.nextInt(4, 24));
    return image;
  }

  private Color colour(int least) {
    return new Color(
        least + random.nextInt(85), least + random.nextInt(85), least + random.nextInt(85));
  }

  /** Within the unit circle. */
  private static Shape shape(int label) {
    return switch (label) {
      case 0 -> new Ellipse2D.Double(-0.9, -0.9, 1.8, 1.8);
      case 1 -> polygon(4, 1);
      case 2 -> polygon(3, 1);
      case 3 -> ring();
      default -> polygon(2 * label, label % 2 == 0 ? 0.45 : 0.75);
    };
  }

  private static Shape ring() {
    Path2D ring = new Path2D.Double(Path2D.WIND_EVEN_ODD);
    ring.append(new Ellipse2D.Double(-0.95, -0.95, 1.9, 1.9), false);
    ring.append(new Ellipse2D.Double(-0.5, -0.5, 1, 1), false);
    return ring;
  }

  private static Shape polygon(int points, double inner) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < points; i++) {
      double radius = i % 2 == 0 ? 1 : inner;
      double angle = 2 * Math.PI * i / points - Math.PI / 4;
      if (i == 0) {
        path.moveTo(radius * Math.cos(angle), radius * Math.sin(angle));
      } else {
        path.lineTo(radius * Math.cos(angle), radius * Math.sin(angle));
      }
    }
    path.closePath();
    return path;
  }

  private void addNoise(int amplitude) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        int shift = random.nextInt(-amplitude, amplitude + 1);
        image.setRGB(
            x,
            y,
            clamp((rgb >> 16 & 0xff) + shift) << 16
                | clamp((rgb >> 8 & 0xff) + shift) << 8
                | clamp((rgb & 0xff) + shift));
      }
    }
  }

  private static int clamp(int value) {
    return Math.max(0, Math.min(255, value));
  }
}
