package io.catwalk.pipeline.storage;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;

/** What a process must hold to write certain files; another may take it away. */
public interface HeldLock {

  /** Where nobody else can write. */
  HeldLock UNDISPUTED =
      new HeldLock() {
        @Override
        public boolean held() {
          return true;
        }

        @Override
        public void check() {}
      };

  /** Whether this process holds it, as far as it has heard. Asks nobody. */
  boolean held();

  /**
   * Asks the storage whether this process holds it; to be called before each write.
   *
   * @throws CatwalkException (busy) when another took it over; (cluster) when the storage cannot
   *     tell
   */
  void check();

  /**
   * Writes or replaces a file, unless another holds the lock when all its bytes are written.
   *
   * @throws CatwalkException as {@link #check}, and as the store's own
   */
  default void write(ArtifactStore store, String path, ArtifactStore.Content content) {
    check();
    try {
      store.write(
          path,
          out -> {
            content.writeTo(out);
            check();
          });
    } catch (CatwalkException e) {
      throw cause(e);
    }
  }

  /**
   * Why work under this lock failed. Where another works on the same files it may fail in many
   * ways, and for one reason.
   *
   * @return the failure itself where the lock is not lost
   */
  default CatwalkException cause(CatwalkException failure) {
    try {
      check();
    } catch (CatwalkException e) {
      if (e.exitCode() == ExitCode.BUSY) {
        return e;
      }
    }
    return failure;
  }
}
