package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Preparation;
import io.catwalk.models.engine.Session.Examples;
import io.catwalk.models.engine.Session.ImageBytes;
import io.catwalk.models.engine.cuda.driver.Accelerator;
import io.catwalk.models.engine.cuda.driver.Slot;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/** Images as bytes in device memory, and what becomes of bytes and labels. */
final class CudaExamples implements Examples {

  /** Bytes that are copied at once. */
  private static final int CHUNK = 16 << 20;

  private final Accelerator accelerator;
  private final Runnable whenClosed;
  private final int size;
  private final Slot images;
  private final Slot labels;
  private final Slot table;
  private final Slot targets;
  private boolean isClosed;

  /**
   * @param whenClosed what else has to go then
   */
  CudaExamples(
      Accelerator accelerator,
      Plan plan,
      ImageBytes source,
      Preparation preparation,
      Consumer<CudaExamples> whenClosed) {
    this.accelerator = accelerator;
    this.whenClosed = () -> whenClosed.accept(this);
    int classes = plan.resultValues();
    int bytes = plan.size(0);
    size = source.size();
    check(plan, preparation);
    int[] classOf = labels(source, classes);
    labels = allocate(4L * size);
    table = allocate(4L * 256 * plan.input().channels());
    targets = allocate(4L * classes * classes);
    // Last: where there is no room for them, next to nothing is taken.
    images = allocate((long) bytes * size);
    copyImages(source, bytes);
    copy(new IntPointer(classOf), labels);
    copy(new FloatPointer(flat(preparation.table())), table);
    copy(new FloatPointer(flat(preparation.targets(classes))), targets);
  }

  private static void check(Plan plan, Preparation preparation) {
    if (preparation.mean().size() != plan.input().channels()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected means of %d channels, found %d",
              plan.input().channels(),
              preparation.mean().size()));
    }
  }

  private static int[] labels(ImageBytes source, int classes) {
    int[] labels = IntStream.range(0, source.size()).map(source::label).toArray();
    for (int label : labels) {
      if (label >= classes) {
        throw new IllegalArgumentException("expected labels below " + classes + ", found " + label);
      }
    }
    return labels;
  }

  private Slot allocate(long bytes) {
    return Slot.at(accelerator.allocate(Math.max(bytes, 4)), bytes);
  }

  private void copyImages(ImageBytes source, int bytes) {
    int atOnce = Math.max(1, CHUNK / bytes);
    byte[] chunk = new byte[atOnce * bytes];
    for (int first = 0; first < source.size(); first += atOnce) {
      int count = Math.min(atOnce, source.size() - first);
      for (int i = 0; i < count; i++) {
        source.copy(first + i, chunk, i * bytes);
      }
      try (BytePointer host = new BytePointer(chunk)) {
        accelerator.copyIn(host, images.address() + (long) first * bytes, (long) count * bytes);
        accelerator.finish();
      }
    }
  }

  private void copy(Pointer host, Slot to) {
    try (host) {
      accelerator.copyIn(host, to.address(), to.bytes());
      accelerator.finish();
    }
  }

  private static float[] flat(float[][] rows) {
    float[] all = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, all, i * rows[0].length, rows[0].length);
    }
    return all;
  }

  /**
   * @throws IllegalArgumentException for the first position of an order that has no image
   */
  void check(int[] order, int from, int to) {
    for (int i = from; i < to; i++) {
      if (order[i] < 0 || order[i] >= size) {
        throw new IllegalArgumentException(
            "expected positions of " + size + " examples, found " + order[i]);
      }
    }
  }

  Slot images() {
    return images;
  }

  Slot labels() {
    return labels;
  }

  /** What becomes of each byte of each channel. */
  Slot table() {
    return table;
  }

  /** What the network should answer for each class. */
  Slot targets() {
    return targets;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    whenClosed.run();
    accelerator.free(images.address());
    accelerator.free(labels.address());
    accelerator.free(table.address());
    accelerator.free(targets.address());
  }
}
