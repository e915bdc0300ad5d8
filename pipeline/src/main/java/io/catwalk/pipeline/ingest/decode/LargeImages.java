package io.catwalk.pipeline.ingest.decode;

import io.catwalk.pipeline.dataset.QuarantineReason;
import io.catwalk.pipeline.ingest.format.BadImageException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.bytedeco.javacpp.Pointer;

/**
 * Memory for large images. One of them at a time is read and decoded in a process, so that it may
 * take what the process may, however many tasks run there; what would take more is refused before.
 */
public final class LargeImages {

  /** Less than this is never refused, and need not wait. */
  static final long LARGE = 64L << 20;

  /** Of the heap: the rest is for what the file becomes, and for the other tasks. */
  private static final int SHARE_OF_HEAP = 4;

  /** No image format needs more bytes for a pixel than this: four channels of 16 bits. */
  private static final int BYTES_OF_PIXEL = 8;

  private static final long LONGEST_ARRAY = 1L << 30;
  private static final long WAIT_MINUTES = 10;
  private static final ReentrantLock ONE = new ReentrantLock();

  private LargeImages() {}

  /** The right to take much memory; closing it gives it back. */
  public interface Pass extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Waits until no other thread takes much memory, where that much is wanted; a thread may ask
   * again while it holds a pass. After ten minutes it goes on all the same: then memory decides.
   *
   * @param bytes that will be taken
   */
  public static Pass pass(long bytes) {
    if (bytes < LARGE) {
      return () -> {};
    }
    try {
      boolean had = ONE.tryLock(WAIT_MINUTES, TimeUnit.MINUTES);
      return had ? ONE::unlock : () -> {};
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return () -> {};
    }
  }

  /** The longest file that is read, by the heap and by what so many pixels can need. */
  static long mostBytes(int maxMegapixels) {
    return mostBytes(maxMegapixels, Runtime.getRuntime().maxMemory());
  }

  static long mostBytes(int maxMegapixels, long heap) {
    long pixels = maxMegapixels * 1_000_000L * BYTES_OF_PIXEL;
    return Math.max(LARGE, Math.min(LONGEST_ARRAY, Math.min(pixels, heap / SHARE_OF_HEAP)));
  }

  /**
   * @throws BadImageException (too large) when a file is longer than what is read
   */
  public static void requireReadable(long length, int maxMegapixels) throws BadImageException {
    long most = mostBytes(maxMegapixels);
    if (length > most) {
      throw new BadImageException(
          QuarantineReason.TOO_LARGE,
          String.format(
              Locale.ROOT,
              "a file of %,d bytes, at most %,d are read with this heap and data.max-megapixels = %d",
              length,
              most,
              maxMegapixels));
    }
  }

  /**
   * @param bytes that decoding takes outside the heap
   * @throws BadImageException (too large) when the process may not take so much
   */
  static void requireRoom(long bytes) throws BadImageException {
    requireRoom(bytes, Pointer.maxBytes());
  }

  /**
   * @param allowed 0 for any
   */
  static void requireRoom(long bytes, long allowed) throws BadImageException {
    if (bytes >= LARGE && allowed > 0 && bytes > allowed) {
      throw new BadImageException(
          QuarantineReason.TOO_LARGE,
          String.format(
              Locale.ROOT,
              "decoding takes %,d MB outside the heap, %,d are there (cluster.off-heap)",
              bytes >> 20,
              allowed >> 20));
    }
  }

  /**
   * Whose fault it is that memory ran out: a large image's, or else the process's.
   *
   * @param bytes of the file or of its pixels, whichever are more
   * @throws OutOfMemoryError the one given, when it is not the image's
   */
  public static BadImageException blame(OutOfMemoryError error, long bytes) {
    if (bytes < LARGE / 4) {
      throw error;
    }
    return new BadImageException(
        QuarantineReason.TOO_LARGE,
        String.format(
            Locale.ROOT,
            "memory ran out while it was read, of about %,d MB (%s)",
            bytes >> 20,
            String.valueOf(error.getMessage()).lines().findFirst().orElse("")));
  }
}
