package io.catwalk.pipeline.dataset;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 and what is drawn from it: everything that must come out the same on every machine. */
public final class Digests {

  private Digests() {}

  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Of the UTF-8 texts, each ended by a zero byte, so that no two lists run together. */
  public static byte[] sha256(String... texts) {
    MessageDigest digest = sha256();
    for (String text : texts) {
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    return digest.digest();
  }

  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  public static BigInteger number(byte[] bytes) {
    return new BigInteger(1, bytes);
  }

  /** A number from 0 to below 1 that depends on the seed and the text alone. */
  public static double uniform(long seed, String text) {
    long first = ByteBuffer.wrap(sha256(Long.toString(seed), text)).getLong();
    return (first >>> 11) * 0x1.0p-53;
  }
}
