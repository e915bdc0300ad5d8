package io.catwalk.pipeline.train.data;

import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.PixelScale;
import java.util.ArrayList;
import java.util.List;

/**
 * Images as compact bytes.
 *
 * <p>Pixels lie in chunks, so that more than 2 GiB fit and garbage collection moves no giant.
 */
public final class ResidentPixels implements ResidentExamples {

  private static final long serialVersionUID = 1L;
  private static final int CHUNK_BYTES = 16 << 20;

  private final int imageBytes;
  private final int chunkImages;
  private final List<byte[]> chunks = new ArrayList<>();
  private final int[] labels;
  private final ExampleWeights weights;
  private final SoftTargets softTargets;

  /**
   * @param examples in the order in which positions count them
   */
  public ResidentPixels(List<Example> examples) {
    imageBytes = examples.isEmpty() ? 1 : examples.get(0).pixels().length;
    chunkImages = Math.max(1, CHUNK_BYTES / imageBytes);
    labels = examples.stream().mapToInt(Example::label).toArray();
    float[] counts = new float[labels.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = examples.get(i).weight();
    }
    weights = ExampleWeights.of(counts);
    softTargets = SoftTargets.of(examples);
    for (int from = 0; from < labels.length; from += chunkImages) {
      List<Example> part = examples.subList(from, Math.min(labels.length, from + chunkImages));
      byte[] chunk = new byte[part.size() * imageBytes];
      for (int i = 0; i < part.size(); i++) {
        System.arraycopy(part.get(i).pixels(), 0, chunk, i * imageBytes, imageBytes);
      }
      chunks.add(chunk);
    }
  }

  @Override
  public int size() {
    return labels.length;
  }

  /** The example at a position, 0-based; path and hash are not kept here. */
  public Example get(int position) {
    byte[] pixels = new byte[imageBytes];
    copy(position, pixels, 0);
    return new Example(pixels, labels[position], "", "");
  }

  /**
   * Copies an image: uint8, CHW.
   *
   * @param at position of its first byte in {@code into}
   */
  public void copy(int position, byte[] into, int at) {
    System.arraycopy(chunks.get(position / chunkImages), offset(position), into, at, imageBytes);
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
    scale.scale(chunks.get(position / chunkImages), offset(position), into, at);
  }

  private int offset(int position) {
    return (position % chunkImages) * imageBytes;
  }
}
