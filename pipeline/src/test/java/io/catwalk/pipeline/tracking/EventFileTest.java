package io.catwalk.pipeline.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.tensorflow.framework.Summary;

/** Event files, taken apart as TensorBoard's own reader does it. */
class EventFileTest {

  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00.250Z");

  @Test
  void holdsWhatTensorBoardReads() throws Exception {
    EventFile file = new EventFile(NOON);
    file.scalars(
        NOON.plusSeconds(60), 300, new TreeMap<>(Map.of("train_loss", 0.25, "accuracy", 0.5)));

    List<byte[]> events = events(file.bytes());

    assertThat(events).hasSize(2);
    // Field 1, a double: seconds since 1970. Field 3, a string: the version.
    assertThat(events.get(0)[0]).isEqualTo((byte) 0x09);
    assertThat(little(events.get(0)).getDouble(1))
        .isCloseTo(NOON.toEpochMilli() / 1e3, within(1e-6));
    assertThat(new String(events.get(0), 9, 15, StandardCharsets.UTF_8))
        .isEqualTo("\032\015brain.Event:2");
    // Field 2, a varint: 300 is 0xac 0x02. Field 5: the summary, which TensorFlow's class reads.
    byte[] event = events.get(1);
    assertThat(new byte[] {event[9], event[10], event[11], event[12]})
        .containsExactly(0x10, 0xac, 0x02, 0x2a);
    Summary summary = Summary.parseFrom(Arrays.copyOfRange(event, 14, event.length));
    assertThat(event[13]).isEqualTo((byte) (event.length - 14));
    assertThat(summary.getValueList())
        .extracting(value -> value.getTag() + " " + value.getSimpleValue())
        .containsExactly("accuracy 0.5", "train_loss 0.25");
  }

  @Test
  void growsAtItsEndAlone() {
    EventFile file = new EventFile(NOON);
    byte[] before = file.bytes();
    file.scalars(NOON, 1, Map.of("train_loss", 1.0));

    assertThat(file.bytes()).startsWith(before).hasSizeGreaterThan(before.length);
  }

  /** Checks both sums of each frame. */
  private static List<byte[]> events(byte[] file) {
    List<byte[]> events = new ArrayList<>();
    ByteBuffer in = little(file);
    while (in.hasRemaining()) {
      byte[] length = new byte[8];
      in.get(length);
      assertThat(in.getInt()).isEqualTo(masked(length));
      byte[] event = new byte[(int) little(length).getLong()];
      in.get(event);
      assertThat(in.getInt()).isEqualTo(masked(event));
      events.add(event);
    }
    return events;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Castagnoli's polynomial, bit by bit, and TFRecord's mask. */
  private static int masked(byte[] bytes) {
    int crc = -1;
    for (byte b : bytes) {
      crc ^= b & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ 0x82f63b78;
      }
    }
    crc = ~crc;
    return (crc >>> 15 | crc << 17) + 0xa282ead8;
  }
}
