package io.catwalk.models.engine;

import io.catwalk.models.engine.Session.Examples;
import io.catwalk.models.engine.Session.ImageBytes;

/**
 * Examples as bytes on the Java heap, prepared minibatch by minibatch: for devices that are CPUs.
 */
public final class HeapExamples implements Examples {

  private static final int CHUNK_BYTES = 16 << 20;

  private final int values;
  private final int classes;
  private final int chunkImages;
  private final byte[][] chunks;
  private final int[] labels;
  private final float[][] table;
  private final float[][] targets;

  /**
   * @param plan whose input the images are
   * @throws IllegalArgumentException where a class weight, a channel or a label is missing
   */
  public HeapExamples(Plan plan, ImageBytes images, Preparation preparation) {
    values = plan.size(0);
    classes = plan.resultValues();
    table = preparation.table();
    targets = preparation.targets(classes);
    if (values % table.length != 0 || plan.input().channels() != table.length) {
      throw new IllegalArgumentException(
          "expected means of " + plan.input().channels() + " channels, found " + table.length);
    }
    labels = new int[images.size()];
    chunkImages = Math.max(1, CHUNK_BYTES / values);
    chunks = new byte[(images.size() + chunkImages - 1) / chunkImages][];
    for (int position = 0; position < labels.length; position++) {
      labels[position] = images.label(position);
      if (labels[position] >= classes) {
        throw new IllegalArgumentException(
            "expected labels below " + classes + ", found " + labels[position]);
      }
      int chunk = position / chunkImages;
      if (chunks[chunk] == null) {
        chunks[chunk] = new byte[Math.min(chunkImages, labels.length - position) * values];
      }
      images.copy(position, chunks[chunk], position % chunkImages * values);
    }
  }

  @Override
  public int size() {
    return labels.length;
  }

  /** Writes images of positions {@code from} to before {@code to} of an order, CHW each. */
  public void images(int[] order, int from, int to, float[] into) {
    int plane = values / table.length;
    int next = 0;
    for (int i = from; i < to; i++) {
      byte[] chunk = chunks[order[i] / chunkImages];
      int pixel = order[i] % chunkImages * values;
      for (float[] scaled : table) {
        for (int end = pixel + plane; pixel < end; pixel++) {
          into[next++] = scaled[chunk[pixel] & 0xff];
        }
      }
    }
  }

  /** Writes targets of positions {@code from} to before {@code to}; zeros without a label. */
  public void targets(int[] order, int from, int to, float[] into) {
    for (int i = from; i < to; i++) {
      int at = (i - from) * classes;
      int label = labels[order[i]];
      for (int c = 0; c < classes; c++) {
        into[at + c] = label < 0 ? 0 : targets[label][c];
      }
    }
  }

  @Override
  public void close() {}
}
