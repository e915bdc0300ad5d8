package io.catwalk.pipeline.train.data;

import io.catwalk.pipeline.dataset.PixelScale;
import java.util.List;

/**
 * Bytes in chunks of one size, so that more than 2 GiB fit and garbage collection moves no giant.
 */
final class HeapPixels implements PixelStore {

  private static final long serialVersionUID = 1L;

  private final List<byte[]> chunks;
  private final int size;

  /**
   * @param size of each chunk but the last
   */
  HeapPixels(List<byte[]> chunks, int size) {
    this.chunks = chunks;
    this.size = size;
  }

  /** Within one chunk. */
  @Override
  public void copy(long from, byte[] into, int at, int length) {
    System.arraycopy(chunks.get((int) (from / size)), (int) (from % size), into, at, length);
  }

  @Override
  public void scale(long from, int length, PixelScale scale, float[] into, int at) {
    scale.scale(chunks.get((int) (from / size)), (int) (from % size), into, at);
  }
}
