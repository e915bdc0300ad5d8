package io.catwalk.pipeline.storage;

import io.catwalk.pipeline.CatwalkException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Takes the lock of {@code work/r1} in the store that its argument names, says so, and writes a
 * number to {@code work/r1/state} over and over, as fast as it can, until it may no more.
 */
final class LockHolderMain {

  private LockHolderMain() {}

  public static void main(String[] arguments) {
    ArtifactStore store = HadoopStorage.with(Map.of()).store(arguments[0]);
    try (StorageLock lock = StorageLock.take(store, "work/r1", "Run r1")) {
      System.out.println("held");
      for (long number = 0; ; number++) {
        byte[] state = Long.toString(number).getBytes(StandardCharsets.UTF_8);
        lock.write(store, "work/r1/state", out -> out.write(state));
      }
    } catch (CatwalkException e) {
      System.err.println(e.getMessage());
      System.exit(e.exitCode().code());
    }
  }
}
