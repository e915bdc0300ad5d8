package io.catwalk.pipeline.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.dataset.QuarantineReason;
import io.catwalk.pipeline.ingest.LowBits;
import io.catwalk.pipeline.ingest.TestImages;
import io.catwalk.pipeline.ingest.format.BadImageException;
import io.catwalk.pipeline.ingest.format.ImageHeader;
import io.catwalk.pipeline.ingest.format.JpegScans;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What reaches a native decoder, and what is refused before. */
class DecoderDoorTest {

  private static final int LOSSLESS = 101;

  private static BadImageException refusal(byte[] file) {
    try (ImageDecoder decoder =
        new ImageDecoder(new ImageShape(16, 16, 3), ResizeMode.STRETCH, 100)) {
      decoder.decode(file);
      throw new AssertionError("was decoded");
    } catch (BadImageException e) {
      assertThat(e.getMessage()).doesNotContain("\n").doesNotContain("OpenCV");
      return e;
    }
  }

  /**
   * @param kind of picture, for which encoders choose other transforms
   */
  private static byte[] webp(int width, int height, int kind, int quality, long seed) {
    Random random = new Random(seed);
    int channels = kind == 3 ? 4 : 3;
    byte[] pixels = new byte[width * height * channels];
    for (int i = 0; i < pixels.length; i++) {
      int x = i / channels % width;
      int y = i / channels / width;
      pixels[i] =
          (byte)
              switch (kind) {
                case 0 -> random.nextInt(256);
                case 1 -> (x / 9 + y / 7) % 5 * 50;
                case 2 -> x * 3 + y * (i % channels) + random.nextInt(4);
                default -> x * y / 3 + (i % channels == 3 ? y : 0);
              };
    }
    try (Mat mat = new Mat(height, width, opencv_core.CV_8UC(channels), new BytePointer(pixels));
        BytePointer file = new BytePointer();
        IntPointer options = new IntPointer(opencv_imgcodecs.IMWRITE_WEBP_QUALITY, quality)) {
      opencv_imgcodecs.imencode(".webp", mat, file, options);
      byte[] bytes = new byte[(int) file.limit()];
      file.get(bytes);
      return bytes;
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2", "3"})
  void whatEncodersWriteIsAdmitted(int kind) throws BadImageException {
    int[][] sizes = {{1, 1}, {7, 3}, {64, 48}, {301, 203}, {700, 611}};
    for (int[] size : sizes) {
      for (int quality : new int[] {LOSSLESS, 60}) {
        byte[] file = webp(size[0], size[1], kind, quality, size[0] + kind);
        DecoderDoor.admit(file, ImageHeader.read(file));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 279, 280})
  void codeLengthsThatFillNoCodeNeverReachTheDecoder(int symbols) {
    LowBits stream = LowBits.lossless(4, 4).put(0, 3).codeOfOnes(symbols, 280);
    for (int i = 0; i < 4; i++) {
      stream.codeOfOnes(2, i < 3 ? 256 : 40);
    }
    byte[] file = LowBits.webp("VP8L", stream.put(0, 32).bytes());

    if (symbols == 1) { // a code of one symbol takes no bits
      DecoderDoorTest.admitted(file);
    } else {
      assertThat(refusal(file).getMessage()).contains("make no prefix code");
    }
  }

  @Test
  void twoSymbolsOfOneBitAreACode() {
    LowBits stream = LowBits.lossless(4, 4).put(0, 3).codeOfOnes(2, 280);
    for (int i = 0; i < 4; i++) {
      stream.codeOfOnes(2, i < 3 ? 256 : 40);
    }
    admitted(LowBits.webp("VP8L", stream.put(0, 32).put(0, 32).bytes()));
  }

  private static void admitted(byte[] file) {
    try {
      DecoderDoor.admit(file, ImageHeader.read(file));
    } catch (BadImageException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void damageWithinCodesIsFoundInJavaWhereverItChangesThem() throws BadImageException {
    byte[] whole = webp(301, 203, 2, LOSSLESS, 5);
    Random random = new Random(11);
    int refused = 0;
    for (int i = 0; i < 400; i++) {
      byte[] damaged = whole.clone();
      damaged[25 + random.nextInt(60)] ^= (byte) (1 << random.nextInt(8));
      try {
        DecoderDoor.admit(damaged, ImageHeader.read(damaged));
      } catch (BadImageException e) {
        refused++;
        assertThat(e.getMessage()).contains("WebP");
      }
    }
    assertThat(refused).isGreaterThan(200);
  }

  @Test
  void chunksThatDoNotFitAreRefused() {
    byte[] whole = webp(64, 48, 3, LOSSLESS, 1);
    byte[] longer = whole.clone();
    longer[17] = 0x7f;
    assertThat(refusal(longer).getMessage()).contains("WebP chunk of");

    byte[] lossy = webp(64, 48, 2, 60, 1);
    byte[] first = lossy.clone();
    first[22] = 0x7f; // the length of its first part
    assertThat(refusal(first).getMessage()).contains("first part beyond its end");
    byte[] inter = lossy.clone();
    inter[20] |= 1;
    assertThat(refusal(inter).getMessage()).contains("no key frame");
  }

  @Test
  void aSizeThatTheStreamDoesNotHaveIsRefused() {
    byte[] inside = LowBits.lossless(40, 30).put(0, 32).bytes();
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    chunks.writeBytes(new byte[] {0, 0, 0, 0, 63, 0, 0, 47, 0, 0});
    chunks.writeBytes("VP8L".getBytes(StandardCharsets.US_ASCII));
    chunks.writeBytes(new byte[] {(byte) inside.length, 0, 0, 0});
    chunks.writeBytes(inside);
    byte[] file = LowBits.webp("VP8X", chunks.toByteArray());
    file[16] = 10;

    assertThat(refusal(file).getMessage()).isEqualTo("WebP says 64×48, its stream 40×30");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "P6 2 2 255 abcdefghijkl", // portable pixmaps
        "P4 8 2 ab",
        "PF 1 1 -1.0 abcdabcdabcd",
        "#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 1\nabcd",
        "Y\u00a6j\u0095\0\0\0\u0001\0\0\0\u0001\0\0\0\u0008\0\0\0\u0001aa", // Sun raster
        "II*\0\u0008\0\0\0\0\0",
        "v/1\u0001\u0002\0\0\0", // OpenEXR
        "\0\0\0\u000cjP  \r\n\u0087\n",
        "\u00ffO\u00ffQ\0\0",
        "\0\0\0\u001cftypavif\0\0\0\0",
        "SIMPLE  =                    T", // FITS, by GDAL
      })
  void otherFormatsThatOpenCvReadsAreRefusedByContent(String content) {
    byte[] file = content.getBytes(StandardCharsets.ISO_8859_1);

    assertThat(refusal(file).reason())
        .isIn(QuarantineReason.NOT_AN_IMAGE, QuarantineReason.UNSUPPORTED);
  }

  @Test
  void aJpegOfEmptyScansIsRefusedBeforeItIsDecoded() {
    BufferedImage image =
        TestImages.halves(64, 48, Color.RED, Color.BLUE, BufferedImage.TYPE_3BYTE_BGR);
    byte[] whole = TestImages.jpeg(image, true);
    admitted(whole);
    // An empty refinement of one component: its bands 1 to 5, then an end of all blocks' bands.
    byte[] scan = {-1, (byte) 0xda, 0, 8, 1, 1, 0, 1, 5, 0, 0, 0};
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.write(whole, 0, whole.length - 2);
    for (int i = 0; i < JpegScans.MOST; i++) {
      bomb.writeBytes(scan);
    }
    bomb.writeBytes(Arrays.copyOfRange(whole, whole.length - 2, whole.length));

    BadImageException refusal = refusal(bomb.toByteArray());

    assertThat(refusal.reason()).isEqualTo(QuarantineReason.UNSUPPORTED);
    assertThat(refusal.getMessage()).isEqualTo("JPEG of more than 64 scans");
  }

  /** Found by fuzzing: names of chunks were told as they stand there. */
  @Test
  void whatIsToldOfAFileIsOnePrintableLine() {
    byte[] png = TestImages.photo("png", 1);
    System.arraycopy("A\n\u001b[".getBytes(StandardCharsets.ISO_8859_1), 0, png, 37, 4);
    assertThat(refusal(png)).hasMessage("PNG chunk A??[ at byte 33 fails its CRC");

    byte[] webp = LowBits.webp("VP\n\u0007", new byte[20]);
    assertThat(refusal(webp)).hasMessage("WebP chunk 'VP??'");
  }

  @Test
  void aGifIsNeverGivenToOpenCv() {
    byte[] gif =
        TestImages.encode(
            TestImages.halves(8, 8, Color.RED, Color.BLUE, BufferedImage.TYPE_3BYTE_BGR), "gif");

    assertThatThrownBy(() -> DecoderDoor.admit(gif, ImageHeader.read(gif)))
        .isInstanceOf(BadImageException.class);
  }
}
