package io.catwalk.pipeline.ingest.packed;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Tar archives block by block, also such as no tool writes. */
public final class TarBlocks {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  public TarBlocks entry(char type, String name, String link, byte[] content) {
    return header(type, name.getBytes(StandardCharsets.UTF_8), link, content.length)
        .content(content);
  }

  public TarBlocks file(String name, String content) {
    return entry('0', name, "", content.getBytes(StandardCharsets.UTF_8));
  }

  /** A pax header with one record, of the entry that follows. */
  public TarBlocks pax(String key, String value) {
    int rest = key.length() + value.getBytes(StandardCharsets.UTF_8).length + 3;
    int length = rest + Integer.toString(rest).length();
    length = rest + Integer.toString(length).length();
    return entry(
        'x', "pax", "", (length + " " + key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8));
  }

  public TarBlocks header(char type, byte[] name, String link, long size) {
    byte[] block = new byte[512];
    System.arraycopy(name, 0, block, 0, name.length);
    put(block, 124, String.format(Locale.ROOT, "%011o", size));
    block[156] = (byte) type;
    put(block, 157, link);
    put(block, 257, "ustar\00000");
    put(block, 148, "        ");
    int sum = 0;
    for (byte value : block) {
      sum += value & 0xff;
    }
    put(block, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
    bytes.writeBytes(block);
    return this;
  }

  private TarBlocks content(byte[] content) {
    bytes.writeBytes(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
    return this;
  }

  private static void put(byte[] block, int at, String text) {
    byte[] value = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(value, 0, block, at, value.length);
  }

  /** With the two blocks of zeros at its end. */
  public byte[] ended() {
    byte[] all = bytes.toByteArray();
    return Arrays.copyOf(all, all.length + 1024);
  }
}
