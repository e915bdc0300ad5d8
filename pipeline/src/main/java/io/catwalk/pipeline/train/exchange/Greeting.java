package io.catwalk.pipeline.train.exchange;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;

/**
 * How a standing worker introduces itself: the first bytes on its connection. They are the token,
 * the worker's number (int), its attempt (long) and the executor's id, after its length in a byte.
 *
 * @param token that only this training's workers know; 36 ASCII characters, as of a UUID
 * @param worker 0-based
 * @param attempt Spark's, another one whenever a task is started again
 * @param executor Spark's id of the executor, at most 255 bytes of UTF-8
 */
public record Greeting(String token, int worker, long attempt, String executor) {

  private static final int TOKEN_BYTES = 36;
  private static final int FIXED_BYTES = TOKEN_BYTES + Integer.BYTES + Long.BYTES + 1;

  /** More than these are never sent. */
  private static final int MOST_BYTES = FIXED_BYTES + 255;

  public byte[] bytes() {
    byte[] secret = token.getBytes(StandardCharsets.US_ASCII);
    byte[] name = executor.getBytes(StandardCharsets.UTF_8);
    if (secret.length != TOKEN_BYTES || name.length > 255) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a token of %d bytes and an executor's id of %d; expected 36 and at most 255",
              secret.length,
              name.length));
    }
    return ByteBuffer.allocate(FIXED_BYTES + name.length)
        .put(secret)
        .putInt(worker)
        .putLong(attempt)
        .put((byte) name.length)
        .put(name)
        .array();
  }

  /** Collects a greeting that arrives in pieces from somebody who may be anybody. */
  static final class Reader {

    private final byte[] token;
    private final ByteBuffer read = ByteBuffer.allocate(MOST_BYTES).limit(FIXED_BYTES);

    /**
     * @param token that is expected
     */
    Reader(String token) {
      this.token = token.getBytes(StandardCharsets.US_ASCII);
    }

    /** Where the next bytes go; has room for no byte beyond the greeting. */
    ByteBuffer room() {
      return read;
    }

    /** Whether so far it may be somebody who knows the token. */
    boolean trusted() {
      if (read.position() < TOKEN_BYTES) {
        return true;
      }
      byte[] given = new byte[TOKEN_BYTES];
      read.duplicate().flip().get(given);
      // Takes as long for a token that is nearly right as for any other.
      return MessageDigest.isEqual(given, token);
    }

    /** The greeting, once all of it has come. */
    Optional<Greeting> whole() {
      if (read.position() == FIXED_BYTES) {
        read.limit(FIXED_BYTES + Byte.toUnsignedInt(read.get(FIXED_BYTES - 1)));
      }
      if (read.hasRemaining()) {
        return Optional.empty();
      }
      ByteBuffer all = read.duplicate().flip();
      byte[] secret = new byte[TOKEN_BYTES];
      all.get(secret);
      int worker = all.getInt();
      long attempt = all.getLong();
      byte[] name = new byte[Byte.toUnsignedInt(all.get())];
      all.get(name);
      return Optional.of(
          new Greeting(
              new String(secret, StandardCharsets.US_ASCII),
              worker,
              attempt,
              new String(name, StandardCharsets.UTF_8)));
    }
  }
}
