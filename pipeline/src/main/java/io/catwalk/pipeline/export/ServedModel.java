package io.catwalk.pipeline.export;

import io.catwalk.models.ImageShape;
import java.util.Random;

/** A model as it answers requests: for one thread, as many images at once as it was opened for. */
interface ServedModel extends AutoCloseable {

  /** Answers the pictures that it was opened with: [images][classes]. */
  float[][] answer();

  @Override
  void close();

  /** One form of a model, which any number of threads may open. */
  @FunctionalInterface
  interface Form {

    /** Ready for one request after the other of these pictures. */
    ServedModel open(Pictures pictures);
  }

  /**
   * Drawn pixels, in the two orders that are asked for.
   *
   * @param shape of each
   * @param count of them
   * @param planes [count, channels, height, width]
   * @param interleaved [count, height, width, channels]
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Pictures(ImageShape shape, int count, byte[] planes, byte[] interleaved) {

    /** Noise of a brightness and a strength of each picture's own; the same seed draws the same. */
    static Pictures draw(ImageShape shape, int count, long seed) {
      Random random = new Random(seed);
      byte[] planes = new byte[count * shape.values()];
      byte[] interleaved = new byte[planes.length];
      int plane = shape.height() * shape.width();
      for (int i = 0; i < count; i++) {
        int spread = 1 + random.nextInt(128);
        int level = random.nextInt(256 - spread);
        int from = i * shape.values();
        for (int at = 0; at < shape.values(); at++) {
          byte value = (byte) (level + random.nextInt(spread));
          planes[from + at] = value;
          interleaved[from + at % plane * shape.channels() + at / plane] = value;
        }
      }
      return new Pictures(shape, count, planes, interleaved);
    }
  }
}
