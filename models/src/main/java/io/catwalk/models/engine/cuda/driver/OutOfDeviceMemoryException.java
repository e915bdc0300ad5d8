package io.catwalk.models.engine.cuda.driver;

import java.util.Locale;

/** A GPU that has too little memory left. */
public final class OutOfDeviceMemoryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long wanted;
  private final long free;

  public OutOfDeviceMemoryException(long wanted, long free) {
    super(
        String.format(
            Locale.ROOT,
            "the GPU has %.2f GB of memory left, %.2f GB are needed",
            free / 1e9,
            wanted / 1e9));
    this.wanted = wanted;
    this.free = free;
  }

  /** Bytes. */
  long wanted() {
    return wanted;
  }

  /** Bytes. */
  long free() {
    return free;
  }
}
