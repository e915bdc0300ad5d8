package io.catwalk.pipeline.train.data;

import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.PixelScale;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/** Images as compact bytes, in the heap or on the executor's local disk. */
public final class ResidentPixels implements ResidentExamples {

  private static final long serialVersionUID = 1L;

  private final int imageBytes;
  private final int[] labels;
  private final ExampleWeights weights;
  private final SoftTargets softTargets;
  private final PixelStore pixels;

  ResidentPixels(
      int imageBytes,
      int[] labels,
      ExampleWeights weights,
      SoftTargets softTargets,
      PixelStore pixels) {
    this.imageBytes = imageBytes;
    this.labels = labels;
    this.weights = weights;
    this.softTargets = softTargets;
    this.pixels = pixels;
  }

  /**
   * In the heap.
   *
   * @param examples in the order in which positions count them
   */
  public static ResidentPixels of(List<Example> examples) {
    try {
      return of(examples.iterator(), Long.MAX_VALUE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param examples in the order in which positions count them
   * @param mostBytes of the heap that they may take; what is larger lies on the local disk
   */
  static ResidentPixels of(Iterator<Example> examples, long mostBytes) throws IOException {
    PixelPacker packer = new PixelPacker(mostBytes);
    boolean packed = false;
    try {
      while (examples.hasNext()) {
        packer.add(examples.next());
      }
      ResidentPixels pixels = packer.packed();
      packed = true;
      return pixels;
    } finally {
      if (!packed) {
        packer.giveUp();
      }
    }
  }

  @Override
  public int size() {
    return labels.length;
  }

  /** The example at a position, 0-based; path and hash are not kept here. */
  public Example get(int position) {
    byte[] image = new byte[imageBytes];
    copy(position, image, 0);
    return new Example(image, labels[position], "", "");
  }

  /**
   * Copies an image: uint8, CHW.
   *
   * @param at position of its first byte in {@code into}
   */
  public void copy(int position, byte[] into, int at) {
    pixels.copy((long) position * imageBytes, into, at, imageBytes);
  }

  @Override
  public void willRead(int[] order, int from, int to) {
    pixels.willRead(
        IntStream.range(from, to).mapToLong(i -> (long) order[i] * imageBytes), imageBytes);
  }

  @Override
  public int label(int position) {
    return labels[position];
  }

  @Override
  public ExampleWeights weights() {
    return weights;
  }

  @Override
  public SoftTargets softTargets() {
    return softTargets;
  }

  @Override
  public void features(int position, PixelScale scale, float[] into, int at) {
    pixels.scale((long) position * imageBytes, imageBytes, scale, into, at);
  }
}
