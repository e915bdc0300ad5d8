package io.catwalk.pipeline.archive;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A row of floats as {@code Nd4j.write} stores it: the buffer of its shape, [n] or [1, n], and the
 * buffer of its values. {@code Nd4j.read} would allocate whatever a file declares, of any kind,
 * before it reads a value.
 *
 * <pre>
 * kind      UTF, "MIXED_DATA_TYPES"
 * words     int64, big-endian as all that follows
 * type      UTF, "LONG"
 * shape     words × int64: rank, extents, strides, flags, element-wise stride, order
 * kind      UTF, "MIXED_DATA_TYPES"
 * n         int64
 * type      UTF, "FLOAT"
 * values    n × float32
 * </pre>
 */
final class FloatVector {

  private static final String KIND = "MIXED_DATA_TYPES";
  private static final int LONGEST_NAME = 32;
  private static final int PIECE = 1 << 16;

  /** Flags, element-wise stride and order. */
  private static final int SHAPE_END = 3;

  private FloatVector() {}

  /**
   * Reads to the end.
   *
   * @param length that it must have
   * @throws IOException when it is none, of another length, holds what is not finite, or goes on
   *     behind it
   */
  static INDArray read(InputStream from, int length) throws IOException {
    DataInputStream in = new DataInputStream(from);
    long[] shape = shape(in, length);
    long values = header(in, "FLOAT");
    if (values != length) {
      throw mismatch(values, length);
    }
    float[] read = new float[length];
    byte[] piece = new byte[PIECE];
    for (int at = 0; at < length; ) {
      int count = Math.min(PIECE / Float.BYTES, length - at);
      in.readFully(piece, 0, count * Float.BYTES);
      ByteBuffer.wrap(piece).asFloatBuffer().get(read, at, count);
      requireFinite(read, at, count);
      at += count;
    }
    if (in.read() >= 0) {
      throw new IOException("it goes on behind its " + length + " values");
    }
    return Nd4j.create(read, shape, 'c');
  }

  /** A network with such a parameter answers NaN, or the same, whatever it is shown. */
  private static void requireFinite(float[] values, int from, int count) throws IOException {
    for (int i = from; i < from + count; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IOException(
            "value " + i + " of " + values.length + " is " + values[i] + "; expected finite ones");
      }
    }
  }

  private static long[] shape(DataInputStream in, int length) throws IOException {
    long words = header(in, "LONG");
    long rank = in.readLong();
    if ((rank != 1 && rank != 2) || words != 2 * rank + 1 + SHAPE_END) {
      throw new IOException("expected a row of numbers, found an array of rank " + rank);
    }
    long[] shape = new long[(int) rank];
    for (int i = 0; i < rank; i++) {
      shape[i] = in.readLong();
    }
    if (shape[0] != (rank == 1 ? length : 1) || shape[(int) rank - 1] != length) {
      throw mismatch(shape[(int) rank - 1], length);
    }
    in.skipNBytes((rank + SHAPE_END) * Long.BYTES);
    return shape;
  }

  private static IOException mismatch(long found, long expected) {
    return new IOException(
        "the configuration makes " + expected + " values, the entry declares " + found);
  }

  /** The length that a buffer declares. */
  private static long header(DataInputStream in, String type) throws IOException {
    expect(in, KIND);
    long length = in.readLong();
    expect(in, type);
    return length;
  }

  private static void expect(DataInputStream in, String name) throws IOException {
    int bytes = in.readUnsignedShort();
    byte[] found = in.readNBytes(Math.min(bytes, LONGEST_NAME));
    if (found.length < Math.min(bytes, LONGEST_NAME)) {
      throw new EOFException("it is cut off");
    }
    String text = new String(found, java.nio.charset.StandardCharsets.US_ASCII);
    if (!text.equals(name)) {
      throw new UTFDataFormatException("no array of 32-bit floats as Catwalk writes it");
    }
  }
}
