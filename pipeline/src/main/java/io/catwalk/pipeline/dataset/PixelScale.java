package io.catwalk.pipeline.dataset;

import io.catwalk.models.ImageShape;
import java.util.List;

/**
 * What a byte of each channel becomes as a float: {@code (pixel / 255 - mean) / deviation}, looked
 * up.
 */
public final class PixelScale {

  private final int plane;
  private final float[][] table;

  PixelScale(ImageShape shape, List<Double> mean, List<Double> deviation) {
    plane = shape.height() * shape.width();
    table = new float[shape.channels()][256];
    for (int channel = 0; channel < table.length; channel++) {
      for (int value = 0; value < 256; value++) {
        table[channel][value] =
            (float) ((value / 255.0 - mean.get(channel)) / deviation.get(channel));
      }
    }
  }

  /** Values of one image: channels × height × width. */
  public int values() {
    return table.length * plane;
  }

  /**
   * Scales one image.
   *
   * @param pixels uint8, CHW from {@code from} on
   * @param into floats, CHW from {@code at} on
   */
  public void scale(byte[] pixels, int from, float[] into, int at) {
    int next = at;
    int pixel = from;
    for (float[] scaled : table) {
      for (int end = pixel + plane; pixel < end; pixel++) {
        into[next++] = scaled[pixels[pixel] & 0xff];
      }
    }
  }
}
