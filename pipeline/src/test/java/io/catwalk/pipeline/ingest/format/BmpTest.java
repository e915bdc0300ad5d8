package io.catwalk.pipeline.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.dataset.QuarantineReason;
import io.catwalk.pipeline.ingest.TestImages;
import io.catwalk.pipeline.ingest.decode.ImageDecoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bitmaps of every kind that is read, each of 4 × 2 pixels, made byte by byte. */
class BmpTest {

  private static final int WIDTH = 4;

  /** Top row: red, green, blue, white. Bottom row: black, red, red, grey. */
  private static final int[] COLOURS = {
    0xff0000, 0x00ff00, 0x0000ff, 0xffffff, 0x000000, 0xff0000, 0xff0000, 0x848484
  };

  private static int[] decode(byte[] file) throws BadImageException {
    try (ImageDecoder decoder =
        new ImageDecoder(new ImageShape(2, WIDTH, 3), ResizeMode.STRETCH, 1)) {
      byte[] values = decoder.decode(file).values();
      int[] colours = new int[8];
      for (int i = 0; i < 8; i++) {
        colours[i] = (values[i] & 255) << 16 | (values[8 + i] & 255) << 8 | values[16 + i] & 255;
      }
      return colours;
    }
  }

  private static ByteBuffer start(int header, int height, int bits, int compression, int between) {
    ByteBuffer bmp = ByteBuffer.allocate(2_000).order(ByteOrder.LITTLE_ENDIAN);
    bmp.put((byte) 'B').put((byte) 'M').putInt(0).putInt(0).putInt(14 + header + between);
    bmp.putInt(header);
    if (header == 12) {
      bmp.putShort((short) WIDTH).putShort((short) height).putShort((short) 1);
      return bmp.putShort((short) bits);
    }
    bmp.putInt(WIDTH).putInt(height).putShort((short) 1).putShort((short) bits);
    return bmp.putInt(compression).putInt(0).putInt(0).putInt(0).putInt(0).putInt(0);
  }

  private static byte[] end(ByteBuffer bmp) {
    byte[] file = new byte[bmp.position()];
    bmp.get(0, file);
    return file;
  }

  /** What the masks leave of an 8-bit value, in their place. */
  private static int packed(int rgb, int[] masks) {
    int pixel = 0;
    for (int i = 0; i < 3; i++) {
      int most = masks[i] >>> Integer.numberOfTrailingZeros(masks[i]);
      long value = Math.round((rgb >> 16 - 8 * i & 255) * (double) (most & 0xffffffffL) / 255);
      pixel |= (int) value << Integer.numberOfTrailingZeros(masks[i]);
    }
    return pixel | (masks.length > 3 ? masks[3] : 0);
  }

  private static byte[] masked(int header, int bits, int compression, int... masks) {
    int behind = header >= 52 ? 0 : 4 * masks.length;
    ByteBuffer bmp = start(header, 2, bits, compression, behind);
    for (int mask : masks) {
      bmp.putInt(mask);
    }
    bmp.position(14 + header + behind);
    for (int i : new int[] {4, 5, 6, 7, 0, 1, 2, 3}) { // the bottom row comes first
      int pixel = packed(COLOURS[i], masks);
      if (bits == 16) {
        bmp.putShort((short) pixel);
      } else {
        bmp.putInt(pixel);
      }
    }
    return end(bmp);
  }

  private static void assertColours(byte[] file) throws BadImageException {
    int[] found = decode(file);
    for (int i = 0; i < 8; i++) {
      for (int shift = 0; shift <= 16; shift += 8) {
        assertThat(Math.abs((found[i] >> shift & 255) - (COLOURS[i] >> shift & 255)))
            .as("pixel %d: %06x", i, found[i])
            .isLessThanOrEqualTo(4); // a step of five bits is 8
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "40,16,3,0x7c00,0x3e0,0x1f",
    "40,16,3,0xf800,0x7e0,0x1f",
    "40,16,3,0x1f,0x7e0,0xf800",
    "40,32,3,0xff0000,0xff00,0xff",
    "40,32,3,0xff,0xff00,0xff0000",
    "40,32,3,0x3ff00000,0xffc00,0x3ff",
    "52,16,3,0xf800,0x7e0,0x1f",
    "52,32,3,0xff000000,0xff0000,0xff00",
    "56,32,3,0xff,0xff00,0xff0000",
    "108,32,3,0xff000000,0xff0000,0xff00",
    "124,16,3,0x1f,0x7e0,0xf800",
    "124,32,3,0xff0000,0xff00,0xff"
  })
  void masksSayWhichBitsAreWhichColour(
      int header, int bits, int compression, String red, String green, String blue)
      throws BadImageException {
    int[] masks = {
      Long.decode(red).intValue(), Long.decode(green).intValue(), Long.decode(blue).intValue()
    };
    assertColours(masked(header, bits, compression, masks));
  }

  @Test
  void alphaLiesOverWhite() throws BadImageException {
    for (int header : new int[] {56, 108, 124}) {
      byte[] file = masked(header, 32, 3, 0xff0000, 0xff00, 0xff, 0xff000000);
      assertColours(file);
      int clear = 14 + header + 16 + 3; // of the top left pixel
      assertThat(decode(TestImages.with(file, clear, 0))[0]).isEqualTo(0xffffff);
      assertThat(decode(TestImages.with(file, clear, 0x80))[0]).isEqualTo(0xff7f7f);
      byte[] unaware = file;
      for (int i = 0; i < 8; i++) {
        unaware = TestImages.with(unaware, 14 + header + 4 * i + 3, 0);
      }
      assertColours(unaware);
    }
    assertColours(masked(40, 32, 6, 0xff0000, 0xff00, 0xff, 0xff000000));
  }

  /** The fourth byte of a pixel without masks is padding, whatever stands in it. */
  @ParameterizedTest
  @ValueSource(ints = {40, 108, 124})
  void paddingIsNoAlpha(int header) throws BadImageException {
    ByteBuffer bmp = start(header, -2, 32, 0, 0);
    bmp.position(14 + header);
    for (int i = 0; i < 8; i++) {
      bmp.putInt(COLOURS[i] | i << 24);
    }
    assertColours(end(bmp));
  }

  @ParameterizedTest
  @CsvSource({"12,8", "12,4", "40,8", "40,4", "64,8", "124,8"})
  void palettesAreRead(int header, int bits) throws BadImageException {
    int entry = header == 12 ? 3 : 4;
    ByteBuffer bmp = start(header, 2, bits, 0, entry << bits);
    palette(bmp, header, entry, bits);
    if (bits == 8) {
      bmp.put(new byte[] {4, 5, 6, 7, 0, 1, 2, 3});
    } else {
      bmp.put(new byte[] {0x45, 0x67, 0, 0, 0x01, 0x23, 0, 0});
    }
    assertColours(end(bmp));
  }

  /** As some writers have it, who count no colours in. */
  @ParameterizedTest
  @ValueSource(ints = {0, 14 + 40})
  void rowsBeginBehindThePaletteWhereverTheHeaderPutsThem(int said) throws BadImageException {
    ByteBuffer bmp = start(40, 2, 8, 0, 0);
    bmp.putInt(10, said).putInt(46, 8);
    bmp.position(14 + 40);
    for (int colour : COLOURS) {
      bmp.putInt(colour);
    }
    bmp.put(new byte[] {4, 5, 6, 7, 0, 1, 2, 3});
    assertColours(end(bmp));
  }

  /** Nothing says how many colours there are, and the file is shorter than all would be. */
  @Test
  void aPaletteMayHoldOnlyTheColoursThatAreUsed() throws BadImageException {
    ByteBuffer bmp = start(40, 2, 8, 0, 4 * COLOURS.length);
    bmp.position(14 + 40);
    for (int colour : COLOURS) {
      bmp.putInt(colour);
    }
    bmp.put(new byte[] {4, 5, 6, 7, 0, 1, 2, 3});
    assertColours(end(bmp));
  }

  @ParameterizedTest
  @CsvSource({
    "46,305402420,BMP whose palette ends at byte 1221609734",
    "14,66,BMP of 8 bits, compression 0, header of 66 bytes"
  })
  void aHeaderThatCannotBeTrueIsRefused(int at, int value, String message) {
    ByteBuffer bmp = start(40, 2, 8, 0, 4 << 8);
    palette(bmp, 40, 4, 8);
    bmp.put(new byte[] {4, 5, 6, 7, 0, 1, 2, 3}).putInt(at, value);
    assertThatThrownBy(() -> decode(end(bmp)))
        .isInstanceOf(BadImageException.class)
        .hasMessageContaining(message);
  }

  private static void palette(ByteBuffer bmp, int header, int entry, int bits) {
    bmp.position(14 + header);
    for (int i = 0; i < 1 << bits; i++) {
      int colour = COLOURS[Math.min(7, i)];
      bmp.put((byte) colour).put((byte) (colour >> 8)).put((byte) (colour >> 16));
      bmp.position(14 + header + entry * (i + 1));
    }
  }

  private static byte[] runs(int bits, int... code) {
    ByteBuffer bmp = start(40, 2, bits, bits == 8 ? 1 : 2, 4 << bits);
    palette(bmp, 40, 4, bits);
    for (int value : code) {
      bmp.put((byte) value);
    }
    return end(bmp);
  }

  @Test
  void runsAreUnpacked() throws BadImageException {
    assertColours(runs(8, 1, 4, 2, 5, 1, 7, 0, 0, 0, 4, 0, 1, 2, 3, 0, 0, 0, 1));
    assertColours(runs(8, 0, 3, 4, 5, 5, 0, 1, 7, 0, 0, 1, 0, 0, 3, 1, 2, 3, 0, 0, 1));
    assertColours(runs(4, 2, 0x45, 2, 0x67, 0, 0, 0, 4, 0x01, 0x23, 0, 1));
    // Moves over what has the index 0: the first pixel of the top row.
    assertColours(runs(8, 0, 4, 4, 5, 6, 7, 0, 0, 0, 2, 1, 0, 0, 3, 1, 2, 3, 0, 0, 1));
  }

  @Test
  void damagedRunsAreNoImage() {
    assertBad(runs(8, 5, 4, 0, 0, 4, 0, 0, 1), QuarantineReason.CORRUPT);
    assertBad(runs(8, 0, 2, 9, 0, 4, 0, 0, 1), QuarantineReason.CORRUPT);
    assertBad(runs(8, 4, 4, 0, 0, 2, 5), QuarantineReason.TRUNCATED);
  }

  @Test
  void whatIsNotReadIsRefusedByName() {
    assertBad(masked(40, 32, 3, 0xff00ff, 0xff00, 0xff), QuarantineReason.UNSUPPORTED);
    assertBad(end(start(40, 2, 2, 0, 0)), QuarantineReason.UNSUPPORTED);
    assertBad(end(start(64, 2, 1, 3, 0)), QuarantineReason.UNSUPPORTED);
    assertBad(end(start(40, 2, 0, 4, 0)), QuarantineReason.UNSUPPORTED);
    assertBad(end(start(40, 2, 24, 0, 0)), QuarantineReason.TRUNCATED);
  }

  private static void assertBad(byte[] file, QuarantineReason reason) {
    assertThatThrownBy(() -> decode(file))
        .isInstanceOfSatisfying(
            BadImageException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
