package io.catwalk.pipeline.bench;

import io.catwalk.pipeline.dataset.Digests;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Which photos are sealed: no setting is ever chosen by what a network makes of them. A photo's
 * number is the SHA-256 of its file's name without folders, in UTF-8, read as one unsigned number.
 */
final class SealedPhotos {

  private static final BigInteger THIRD = BigInteger.valueOf(3);
  private static final BigInteger FIFTH = BigInteger.valueOf(5);

  private SealedPhotos() {}

  /**
   * Whether the number divides by 3.
   *
   * @param file a name or path with slashes
   */
  static boolean sealed(String file) {
    return number(file).mod(THIRD).signum() == 0;
  }

  /**
   * Whether an open one is held back to choose settings by: a third of the number, rounded down,
   * divides by 5.
   *
   * @param file a name or path with slashes
   */
  static boolean chooses(String file) {
    return !sealed(file) && number(file).divide(THIRD).mod(FIFTH).signum() == 0;
  }

  private static BigInteger number(String file) {
    String name = file.substring(file.lastIndexOf('/') + 1);
    return Digests.number(Digests.sha256().digest(name.getBytes(StandardCharsets.UTF_8)));
  }
}
