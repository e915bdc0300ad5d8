package io.catwalk.pipeline.train.state;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A file of a header and some long rows of floats:
 *
 * <pre>
 * "CATWALKS"   8 bytes
 * version      int32, big-endian as all that follows
 * n            int32: length of the header
 * header       n bytes
 * k            int32: rows
 * k × length   int64 each
 * k × row      float32 each
 * SHA-256      32 bytes, of all that stands before
 * </pre>
 */
public final class StateFile {

  static final int VERSION = 1;

  private static final byte[] MAGIC = "CATWALKS".getBytes(java.nio.charset.StandardCharsets.UTF_8);
  private static final int DIGEST_BYTES = 32;
  private static final int PIECE = 1 << 16;

  private final byte[] header;
  private final float[][] rows;

  private StateFile(byte[] header, float[][] rows) {
    this.header = header;
    this.rows = rows;
  }

  public byte[] header() {
    return header;
  }

  /** A row; empty where the file has fewer, as those written by an earlier Catwalk have. */
  public float[] row(int index) {
    return index < rows.length ? rows[index] : new float[0];
  }

  /** Says why a file cannot be read. */
  public static final class Damage extends IOException {
    private static final long serialVersionUID = 1L;

    public Damage(String message) {
      super(message);
    }
  }

  /**
   * Writes all of it.
   *
   * @return its SHA-256, lower-case hex
   */
  public static String write(OutputStream to, byte[] header, List<Floats> rows) throws IOException {
    MessageDigest digest = sha256();
    DataOutputStream out = new DataOutputStream(new Digesting(to, digest));
    out.write(MAGIC);
    out.writeInt(VERSION);
    out.writeInt(header.length);
    out.write(header);
    out.writeInt(rows.size());
    for (Floats row : rows) {
      out.writeLong(row.length());
    }
    for (Floats row : rows) {
      for (long from = 0; from < row.length(); from += PIECE) {
        out.write(bytes(row.range(from, Math.min(row.length(), from + PIECE))));
      }
    }
    byte[] sum = digest.digest();
    to.write(sum);
    return HexFormat.of().formatHex(sum);
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * Float.BYTES);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  /**
   * Reads a file to its end and checks its form and sum, without keeping it: lengths in a damaged
   * one could ask for any amount of memory.
   *
   * @return its SHA-256, lower-case hex
   * @throws Damage when it is not whole, has changed or is of another version
   */
  public static String check(InputStream in) throws IOException {
    byte[] start = in.readNBytes(MAGIC.length + Integer.BYTES);
    if (start.length < MAGIC.length + Integer.BYTES
        || !Arrays.equals(MAGIC, Arrays.copyOf(start, MAGIC.length))) {
      throw new Damage("it does not begin as a checkpoint does");
    }
    int version = ByteBuffer.wrap(start).getInt(MAGIC.length);
    if (version != VERSION) {
      throw new Damage("it is of format " + version + ", this Catwalk reads " + VERSION);
    }
    MessageDigest digest = sha256();
    digest.update(start);
    byte[] buffer = new byte[PIECE];
    int held = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer, held, PIECE - held)) {
      // The last bytes that there are may be the sum: they wait.
      int sure = Math.max(0, held + n - DIGEST_BYTES);
      digest.update(buffer, 0, sure);
      held += n - sure;
      System.arraycopy(buffer, sure, buffer, 0, held);
    }
    byte[] sum = digest.digest();
    if (!MessageDigest.isEqual(sum, Arrays.copyOf(buffer, Math.min(held, DIGEST_BYTES)))) {
      throw new Damage("its checksum does not fit: it is cut off or has changed");
    }
    return HexFormat.of().formatHex(sum);
  }

  /** Reads a file that passed {@link #check}. */
  public static StateFile read(InputStream from) throws IOException {
    DataInputStream in = new DataInputStream(from);
    in.skipNBytes(MAGIC.length + Integer.BYTES);
    byte[] header = readHeader(in);
    float[][] rows = new float[in.readInt()][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = new float[Math.toIntExact(in.readLong())];
    }
    byte[] piece = new byte[PIECE];
    for (float[] row : rows) {
      int at = 0;
      while (at < row.length) {
        int count = Math.min(PIECE / Float.BYTES, row.length - at);
        in.readFully(piece, 0, count * Float.BYTES);
        ByteBuffer.wrap(piece).asFloatBuffer().get(row, at, count);
        at += count;
      }
    }
    return new StateFile(header, rows);
  }

  /** Reads the header alone of a file that passed {@link #check}. */
  public static byte[] header(InputStream from) throws IOException {
    DataInputStream in = new DataInputStream(from);
    in.skipNBytes(MAGIC.length + Integer.BYTES);
    return readHeader(in);
  }

  private static byte[] readHeader(DataInputStream in) throws IOException {
    byte[] header = new byte[in.readInt()];
    in.readFully(header);
    return header;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** Digests what it hands on, without closing what lies below. */
  private static final class Digesting extends FilterOutputStream {

    private final MessageDigest digest;

    Digesting(OutputStream to, MessageDigest digest) {
      super(to);
      this.digest = digest;
    }

    @Override
    public void write(int value) throws IOException {
      digest.update((byte) value);
      out.write(value);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      digest.update(bytes, from, length);
      out.write(bytes, from, length);
    }
  }
}
