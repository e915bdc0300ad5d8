package io.catwalk.pipeline.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.ingest.NativeImages;
import io.catwalk.pipeline.ingest.TestImages;
import io.catwalk.pipeline.ingest.decode.ImageDecoder;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.Deflater;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One rule for every format: transparent is white, grey is weighed from the colours. */
class ColourRulesTest {

  private static final int SIDE = 24;

  private static int[] decode(byte[] file, int channels) throws BadImageException {
    ImageShape shape = new ImageShape(SIDE, SIDE, channels);
    try (ImageDecoder decoder = new ImageDecoder(shape, ResizeMode.STRETCH, 100)) {
      byte[] values = decoder.decode(file).values();
      int[] numbers = new int[values.length];
      for (int i = 0; i < values.length; i++) {
        numbers[i] = values[i] & 255;
      }
      return numbers;
    }
  }

  /** A grey PNG whose left half has the value that stands for transparent. */
  private static byte[] greyWithKey(int depth, int key, int other) {
    int rowBytes = (SIDE * depth + 7) / 8;
    byte[] rows = new byte[SIDE * (rowBytes + 1)];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int value = x < SIDE / 2 ? key : other;
        for (int bit = 0; bit < depth; bit++) {
          int at = x * depth + bit;
          int one = value >> depth - 1 - bit & 1;
          rows[y * (rowBytes + 1) + 1 + at / 8] |= (byte) (one << 7 - at % 8);
        }
      }
    }
    byte[] header = ByteBuffer.allocate(13).putInt(SIDE).putInt(SIDE).put((byte) depth).array();
    byte[] transparent = ByteBuffer.allocate(2).putShort((short) key).array();
    return png(header, rows, TestImages.chunk("tRNS", transparent));
  }

  private static byte[] png(byte[] header, byte[] rows, byte[]... chunks) {
    Deflater deflater = new Deflater();
    deflater.setInput(rows);
    deflater.finish();
    byte[] data = new byte[rows.length + 100];
    int length = deflater.deflate(data);
    deflater.end();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    png.writeBytes(TestImages.chunk("IHDR", header));
    for (byte[] chunk : chunks) {
      png.writeBytes(chunk);
    }
    png.writeBytes(TestImages.chunk("IDAT", java.util.Arrays.copyOf(data, length)));
    png.writeBytes(TestImages.chunk("IEND", new byte[0]));
    return png.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({
    "1,0,1,255",
    "1,1,0,0",
    "2,0,1,85",
    "4,5,10,170",
    "8,0,90,90",
    "16,0,23130,90",
    "16,300,301,1"
  })
  void transparentGreyIsWhite(int depth, int key, int other, int expected)
      throws BadImageException {
    for (int channels : new int[] {1, 3}) {
      int[] values = decode(greyWithKey(depth, key, other), channels);
      assertThat(values[2]).as("transparent").isEqualTo(255);
      assertThat(values[SIDE - 3]).as("opaque").isCloseTo(expected, within(1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void transparentColoursAreWhite(int colourType) throws BadImageException {
    boolean palette = colourType == 3;
    int wide = palette ? 1 : 3;
    byte[] rows = new byte[SIDE * (wide * SIDE + 1)];
    for (int y = 0; y < SIDE; y++) {
      for (int x = SIDE / 2; x < SIDE; x++) {
        rows[y * (wide * SIDE + 1) + 1 + wide * x] = (byte) (palette ? 1 : 200);
      }
    }
    byte[] header =
        ByteBuffer.allocate(13)
            .putInt(SIDE)
            .putInt(SIDE)
            .put((byte) 8)
            .put((byte) colourType)
            .array();
    byte[] colours = TestImages.chunk("PLTE", new byte[] {0, 0, 0, (byte) 200, 0, 0});
    byte[] key = TestImages.chunk("tRNS", new byte[palette ? 1 : 6]);
    byte[] file = palette ? png(header, rows, colours, key) : png(header, rows, key);
    int[] values = decode(file, 3);
    assertThat(values[2]).isEqualTo(255);
    assertThat(values[SIDE * SIDE + 2]).isEqualTo(255);
    assertThat(values[SIDE - 3]).isEqualTo(200);
    assertThat(values[SIDE * SIDE + SIDE - 3]).isZero();
  }

  /** Red weighs 0.299, whatever a file says of gamma and whichever format it has. */
  @Test
  void greyIsTheSameFromEveryFormat() throws BadImageException {
    BufferedImage red =
        TestImages.halves(SIDE, SIDE, Color.RED, Color.GREEN, BufferedImage.TYPE_3BYTE_BGR);
    BufferedImage clear =
        TestImages.halves(SIDE, SIDE, Color.RED, Color.GREEN, BufferedImage.TYPE_4BYTE_ABGR);
    BufferedImage large =
        TestImages.halves(400, 400, Color.RED, Color.GREEN, BufferedImage.TYPE_3BYTE_BGR);
    byte[] png = TestImages.encode(red, "png");
    byte[] gamma = TestImages.chunk("gAMA", ByteBuffer.allocate(4).putInt(45_455).array());
    byte[] standard = TestImages.chunk("sRGB", new byte[1]);
    List<byte[]> files =
        List.of(
            png,
            behindHeader(png, gamma),
            behindHeader(png, standard),
            behindHeader(behindHeader(png, standard), gamma),
            TestImages.encode(clear, "png"),
            TestImages.encode(red, "gif"),
            TestImages.encode(red, "bmp"),
            TestImages.jpeg(red, false),
            TestImages.jpeg(large, false),
            TestImages.jpeg(large, true),
            NativeImages.encode(red, ".webp", opencv_imgcodecs.IMWRITE_WEBP_QUALITY, 101));
    for (int i = 0; i < files.size(); i++) {
      int[] values = decode(files.get(i), 1);
      int row = SIDE * SIDE / 2;
      assertThat(values[row + 3]).as("red of file %d", i).isCloseTo(76, within(2));
      assertThat(values[row + SIDE - 3]).as("green of file %d", i).isCloseTo(150, within(2));
    }
  }

  /** Further pictures of an animation, and a first that is not part of it, change nothing. */
  @Test
  void anAnimatedPngIsItsPlainImage() throws BadImageException {
    byte[] png =
        TestImages.encode(NativeImages.slope(SIDE, SIDE, BufferedImage.TYPE_3BYTE_BGR), "png");
    byte[] control = TestImages.chunk("acTL", ByteBuffer.allocate(8).putInt(2).array());
    byte[] animated = behindHeader(png, control);
    assertThat(decode(animated, 3)).isEqualTo(decode(png, 3));
  }

  private static byte[] behindHeader(byte[] png, byte[] chunk) {
    return ByteBuffer.allocate(png.length + chunk.length)
        .put(png, 0, 33)
        .put(chunk)
        .put(png, 33, png.length - 33)
        .array();
  }
}
