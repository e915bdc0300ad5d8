package io.catwalk.pipeline.ingest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes bits as lossless WebP has them, the lowest of each byte first. */
public final class LowBits {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int pending;
  private int count;

  public LowBits put(int value, int bits) {
    for (int i = 0; i < bits; i++) {
      pending |= (value >> i & 1) << count++;
      if (count == 8) {
        bytes.write(pending);
        pending = 0;
        count = 0;
      }
    }
    return this;
  }

  /** A lossless stream's own header. */
  public static LowBits lossless(int width, int height) {
    return new LowBits().put(0x2f, 8).put(width - 1, 14).put(height - 1, 14).put(0, 4);
  }

  /** A code of so many symbols of the length 1, written out: two make a code. */
  public LowBits codeOfOnes(int symbols, int alphabet) {
    put(0, 1).put(8, 4); // twelve lengths of lengths follow: for 17, 18, 0 to 5, 16, 6, 7, 8
    for (int i = 0; i < 12; i++) {
      put(i == 2 || i == 3 ? 1 : 0, 3); // one bit each for the lengths 0 and 1
    }
    put(0, 1);
    for (int i = 0; i < alphabet; i++) {
      put(i < symbols ? 1 : 0, 1);
    }
    return this;
  }

  public byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(bytes.toByteArray());
    all.write(pending);
    return all.toByteArray();
  }

  /** A file of one chunk. */
  public static byte[] webp(String type, byte[] chunk) {
    int padded = chunk.length + (chunk.length & 1);
    ByteBuffer file = ByteBuffer.allocate(20 + padded).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(12 + padded);
    file.put(("WEBP" + type).getBytes(StandardCharsets.US_ASCII)).putInt(chunk.length).put(chunk);
    return file.array();
  }
}
