package io.catwalk.pipeline.train.data;

import io.catwalk.pipeline.dataset.Example;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes {@link ResidentPixels} of examples that come one after the other: in the heap as long as
 * they fit what it may take of it, else on the local disk, all of them.
 */
final class PixelPacker {

  private static final int CHUNK_BYTES = 16 << 20;

  private final long mostBytes;
  private final List<byte[]> chunks = new ArrayList<>();
  private final List<float[]> targets = new ArrayList<>();
  private FilePixels file;
  private byte[] open = {};
  private int filled;
  private int[] labels = new int[16];
  private float[] weights = new float[16];
  private int count;
  private int imageBytes = 1;

  /**
   * @param mostBytes of the heap that images may take
   */
  PixelPacker(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  void add(Example example) throws IOException {
    byte[] pixels = example.pixels();
    if (count == 0) {
      imageBytes = pixels.length;
    }
    if (filled == chunkBytes()) {
      close();
    }
    if (filled + imageBytes > open.length) {
      open = Arrays.copyOf(open, Math.min(chunkBytes(), Math.max(imageBytes, 2 * open.length)));
    }
    System.arraycopy(pixels, 0, open, filled, imageBytes);
    filled += imageBytes;
    if (count == labels.length) {
      labels = Arrays.copyOf(labels, 2 * count);
      weights = Arrays.copyOf(weights, 2 * count);
    }
    labels[count] = example.label();
    weights[count++] = example.weight();
    targets.add(example.target());
  }

  private int chunkBytes() {
    return Math.max(1, CHUNK_BYTES / imageBytes) * imageBytes;
  }

  private void close() throws IOException {
    if (filled == 0) {
      return;
    }
    if (file == null && (long) chunks.size() * chunkBytes() + filled > mostBytes) {
      file = new FilePixels();
      for (byte[] chunk : chunks) {
        file.append(chunk, chunk.length);
      }
      chunks.clear();
    }
    if (file == null) {
      chunks.add(Arrays.copyOf(open, filled));
    } else {
      file.append(open, filled);
    }
    filled = 0;
  }

  /** Where something went wrong: a disk that is full has its space again at once. */
  void giveUp() throws IOException {
    if (file != null) {
      file.close();
    }
  }

  /** Nothing can be added any more. */
  ResidentPixels packed() throws IOException {
    close();
    open = new byte[0];
    return new ResidentPixels(
        imageBytes,
        Arrays.copyOf(labels, count),
        ExampleWeights.of(Arrays.copyOf(weights, count)),
        SoftTargets.of(targets),
        file == null ? new HeapPixels(List.copyOf(chunks), chunkBytes()) : file);
  }
}
