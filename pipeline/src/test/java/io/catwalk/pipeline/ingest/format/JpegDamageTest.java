package io.catwalk.pipeline.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.dataset.QuarantineReason;
import io.catwalk.pipeline.ingest.NativeImages;
import io.catwalk.pipeline.ingest.TestImages;
import io.catwalk.pipeline.ingest.decode.ImageDecoder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a JPEG lacks is missed whatever its size and kind; what is whole is let through. */
class JpegDamageTest {

  private static final int RGB = BufferedImage.TYPE_3BYTE_BGR;
  private static final int[] SAMPLINGS = {
    opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_411,
    opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_420,
    opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_422,
    opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_440,
    opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_444
  };

  private static void decode(byte[] file) throws BadImageException {
    try (ImageDecoder decoder =
        new ImageDecoder(new ImageShape(32, 32, 3), ResizeMode.STRETCH, 100)) {
      decoder.decode(file);
    }
  }

  private static void assertBad(String what, byte[] file) {
    assertThatThrownBy(() -> decode(file))
        .as(what)
        .isInstanceOfSatisfying(
            BadImageException.class,
            e -> assertThat(e.reason()).isIn(QuarantineReason.CORRUPT, QuarantineReason.TRUNCATED));
  }

  /** Noise, so that there is data in every coefficient. */
  private static BufferedImage noise(int side, int type) {
    BufferedImage image = new BufferedImage(side, side, type);
    Random random = new Random(side);
    for (int i = 0; i < side * side; i++) {
      image.setRGB(i % side, i / side, 0xff000000 | random.nextInt(1 << 24));
    }
    return image;
  }

  /** Every way that the encoders at hand can write. */
  private static List<byte[]> kinds(BufferedImage image) {
    List<byte[]> files = new ArrayList<>();
    files.add(TestImages.jpeg(image, false));
    files.add(TestImages.jpeg(image, true));
    for (int sampling : SAMPLINGS) {
      for (int progressive = 0; progressive < 2; progressive++) {
        for (int restart : new int[] {0, 3}) {
          files.add(
              NativeImages.encode(
                  image,
                  ".jpg",
                  opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR,
                  sampling,
                  opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE,
                  progressive,
                  opencv_imgcodecs.IMWRITE_JPEG_RST_INTERVAL,
                  restart,
                  opencv_imgcodecs.IMWRITE_JPEG_OPTIMIZE,
                  restart == 0 ? 1 : 0));
        }
      }
    }
    return files;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 40, 41, 200, 333})
  void wholeFilesOfEveryKindPass(int side) {
    for (BufferedImage image : List.of(NativeImages.slope(side, side, RGB), noise(side, RGB))) {
      List<byte[]> files = kinds(image);
      for (int i = 0; i < files.size(); i++) {
        byte[] file = files.get(i);
        assertThatCode(() -> JpegCheck.check(file, new HuffmanTables()))
            .as("kind %d of %d px", i, side)
            .doesNotThrowAnyException();
        assertThatCode(() -> decode(file)).as("kind %d", i).doesNotThrowAnyException();
      }
    }
    byte[] grey = TestImages.jpeg(noise(side, BufferedImage.TYPE_BYTE_GRAY), side % 2 == 0);
    assertThatCode(() -> decode(grey)).doesNotThrowAnyException();
    byte[] cmyk = TestImages.cmyk(side, side, 9, 90, 190, 30);
    assertThatCode(() -> decode(cmyk)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 200, 700})
  void halfAScanIsDamageAtAnySize(int side) {
    List<byte[]> files = kinds(noise(side, RGB));
    for (int i = 0; i < files.size(); i++) {
      byte[] file = files.get(i);
      int scan = lastScan(file);
      byte[] half = Arrays.copyOf(file, scan + (file.length - scan) / 2);
      assertBad("kind " + i, ended(half));
      assertBad("kind " + i + " without any data", ended(Arrays.copyOf(file, scan)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 200, 700})
  void bitsThatAreNoCodeAreDamageAtAnySize(int side) {
    for (boolean progressive : new boolean[] {false, true}) {
      byte[] file = TestImages.jpeg(noise(side, RGB), progressive);
      int middle = lastScan(file) + (file.length - lastScan(file)) / 2;
      for (int at = middle; at < middle + 32; at += 2) {
        file[at] = (byte) 0xff;
        file[at + 1] = 0; // stuffed: eight ones, again and again
      }
      assertBad(side + " px", file);
    }
  }

  /** What libjpeg gives up at, the decoder for smaller scales must not let through. */
  @ParameterizedTest
  @ValueSource(ints = {40, 700})
  void aDamagedHeaderIsDamageAtAnySize(int side) {
    byte[] file = TestImages.jpeg(noise(side, RGB), false);
    assertBad("unknown marker", TestImages.with(file, marker(file, 0xe0) + 1, 0x11));
    assertBad("reserved marker", TestImages.with(file, marker(file, 0xe0) + 1, 0xf3));
    assertBad("short quantisation", TestImages.with(file, marker(file, 0xdb) + 3, 0x1f));
    assertBad("restart interval", TestImages.with(file, marker(file, 0xe0) + 1, 0xdd));
    assertBad("size of 170 bits", TestImages.with(file, marker(file, 0xc4) + 22, 0xaa));
    assertBad("codes without end", TestImages.with(file, marker(file, 0xc4) + 12, 0xff));
  }

  /** As cameras that film write each picture: the tables are known to all. */
  @Test
  void theTablesOfTheStandardMayBeLeftOut() throws BadImageException {
    byte[] file = NativeImages.encode(noise(48, RGB), ".jpg");
    ByteArrayOutputStream without = new ByteArrayOutputStream();
    int at = 2;
    without.write(file, 0, 2);
    while ((file[at + 1] & 0xff) != 0xda) {
      int length = 2 + ((file[at + 2] & 0xff) << 8 | file[at + 3] & 0xff);
      if ((file[at + 1] & 0xff) != 0xc4) {
        without.write(file, at, length);
      }
      at += length;
    }
    without.write(file, at, file.length - at);
    assertThat(without.size()).isLessThan(file.length - 400);
    JpegCheck.check(without.toByteArray(), new HuffmanTables());
    decode(without.toByteArray());
  }

  /** Each colour in a scan of its own, as some scanners write; then without the last. */
  @Test
  void anImageWithoutOneOfItsColoursIsDamaged() throws BadImageException {
    byte[] grey = TestImages.jpeg(noise(40, BufferedImage.TYPE_BYTE_GRAY), false);
    int frame = marker(grey, 0xc0);
    int scan = marker(grey, 0xda);
    int id = grey[frame + 10];
    byte[] start = Arrays.copyOf(grey, scan);
    ByteArrayOutputStream colours = new ByteArrayOutputStream();
    colours.write(start, 0, frame + 2);
    colours.writeBytes(new byte[] {0, 17});
    colours.write(start, frame + 4, 5);
    colours.write(3);
    for (int i = 0; i < 3; i++) {
      colours.writeBytes(new byte[] {(byte) (id + i), 0x11, grey[frame + 12]});
    }
    colours.write(start, frame + 13, scan - frame - 13);
    byte[] two = colours.toByteArray();
    for (int i = 0; i < 3; i++) {
      two = colours.toByteArray();
      byte[] one = Arrays.copyOfRange(grey, scan, grey.length - 2);
      one[5] = (byte) (id + i);
      colours.writeBytes(one);
    }
    decode(ended(colours.toByteArray()));
    assertBad("two colours of three", ended(two));
  }

  private static int marker(byte[] file, int marker) {
    int at = 2;
    while ((file[at + 1] & 0xff) != marker) {
      at += 2 + ((file[at + 2] & 0xff) << 8 | file[at + 3] & 0xff);
    }
    return at;
  }

  private static int lastScan(byte[] file) {
    int data = 0;
    for (int i = 0; scan(file, i) > 0; i++) {
      int at = scan(file, i);
      data = at + 2 + ((file[at + 2] & 0xff) << 8 | file[at + 3] & 0xff);
    }
    return data;
  }

  /** Where the n-th scan's marker stands; -1 where there is none. */
  private static int scan(byte[] file, int n) {
    int found = 0;
    for (int i = 0; i + 1 < file.length; i++) {
      if (file[i] == -1 && (file[i + 1] & 0xff) == 0xda && found++ == n) {
        return i;
      }
    }
    return -1;
  }

  private static byte[] ended(byte[] cut) {
    byte[] ended = Arrays.copyOf(cut, cut.length + 2);
    ended[cut.length] = (byte) 0xff;
    ended[cut.length + 1] = (byte) 0xd9;
    return ended;
  }

  /** Between segments they cost no pixel, and cameras leave some there. */
  @ParameterizedTest
  @ValueSource(ints = {40, 200})
  void strayBytesBeforeAMarkerAreNoDamage(int side) throws BadImageException {
    byte[] file =
        TestImages.jpeg(NativeImages.slope(side, side, BufferedImage.TYPE_INT_RGB), false);
    byte[] stray = {0, (byte) 0xff, 0, 7};
    byte[] padded = new byte[file.length + stray.length];
    int at = 4 + ((file[4] & 255) << 8 | file[5] & 255); // behind the first segment
    System.arraycopy(file, 0, padded, 0, at);
    System.arraycopy(stray, 0, padded, at, stray.length);
    System.arraycopy(file, at, padded, at + stray.length, file.length - at);

    decode(padded);
  }
}
