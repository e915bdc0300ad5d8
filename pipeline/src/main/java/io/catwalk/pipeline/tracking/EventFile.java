package io.catwalk.pipeline.tracking;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The bytes of an event file: TensorFlow's {@code Event} messages
 * (tensorflow/core/util/event.proto) in TFRecord frames (length, its masked CRC-32C, message, its
 * masked CRC-32C; little-endian). Of Protocol Buffers it takes six fields, which is less than a
 * library.
 */
final class EventFile {

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;
  private static final int MASK = 0xa282ead8;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();

  /** With the version's event, which comes first. */
  EventFile(Instant began) {
    Message event = new Message();
    event.fixed64(1, seconds(began));
    event.bytes(3, "brain.Event:2".getBytes(StandardCharsets.UTF_8));
    frame(event.content());
  }

  /**
   * One event.
   *
   * @param figures tag → value
   */
  void scalars(Instant when, long step, Map<String, Double> figures) {
    Message summary = new Message();
    figures.forEach(
        (tag, value) -> {
          Message scalar = new Message();
          scalar.bytes(1, tag.getBytes(StandardCharsets.UTF_8));
          scalar.fixed32(2, value.floatValue());
          summary.bytes(1, scalar.content());
        });
    Message event = new Message();
    event.fixed64(1, seconds(when));
    event.varint(2, step);
    event.bytes(5, summary.content());
    frame(event.content());
  }

  byte[] bytes() {
    return file.toByteArray();
  }

  private static double seconds(Instant when) {
    return when.toEpochMilli() / 1e3;
  }

  private void frame(byte[] content) {
    byte[] length = little(Long.BYTES).putLong(content.length).array();
    file.writeBytes(length);
    file.writeBytes(little(Integer.BYTES).putInt(masked(length)).array());
    file.writeBytes(content);
    file.writeBytes(little(Integer.BYTES).putInt(masked(content)).array());
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A checksum that may lie beside what it is of: rotated right by 15 bits, plus a constant. */
  private static int masked(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
  }

  /** A message of Protocol Buffers while it is written. */
  private static final class Message {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    void fixed64(int field, double value) {
      raw((long) field << 3 | FIXED64);
      out.writeBytes(little(Double.BYTES).putDouble(value).array());
    }

    void fixed32(int field, float value) {
      raw((long) field << 3 | FIXED32);
      out.writeBytes(little(Float.BYTES).putFloat(value).array());
    }

    void varint(int field, long value) {
      raw((long) field << 3 | VARINT);
      raw(value);
    }

    void bytes(int field, byte[] value) {
      raw((long) field << 3 | BYTES);
      raw(value.length);
      out.writeBytes(value);
    }

    private void raw(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        out.write((int) (rest & 0x7f | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }

    byte[] content() {
      return out.toByteArray();
    }
  }
}
