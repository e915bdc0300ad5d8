package io.catwalk.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of some kilobytes whose images have a hundred million pixels, in a small heap. */
@Timeout(300)
class BigImagesTest {

  private static final int SIDE = 10_000;

  @TempDir Path folder;

  private static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
    byte[] all = new byte[4 + content.length];
    System.arraycopy(type.getBytes(StandardCharsets.US_ASCII), 0, all, 0, 4);
    System.arraycopy(content, 0, all, 4, content.length);
    CRC32 sum = new CRC32();
    sum.update(all);
    out.writeInt(content.length);
    out.write(all);
    out.writeInt((int) sum.getValue());
  }

  /** One bit a pixel, both colours half transparent. */
  private static byte[] png() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(header);
    fields.writeInt(SIDE);
    fields.writeInt(SIDE);
    fields.write(new byte[] {1, 3, 0, 0, 0});
    chunk(out, "IHDR", header.toByteArray());
    chunk(out, "PLTE", new byte[] {0, 0, 0, 9, 9, 9});
    chunk(out, "tRNS", new byte[] {(byte) 128, (byte) 128});
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(data)) {
      byte[] row = new byte[1 + SIDE / 8];
      for (int y = 0; y < SIDE; y++) {
        deflated.write(row);
      }
    }
    chunk(out, "IDAT", data.toByteArray());
    chunk(out, "IEND", new byte[0]);
    return bytes.toByteArray();
  }

  /** A frame of one pixel on a canvas of that size. */
  private static byte[] gif() {
    byte[] file = TestImages.encode(new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY), "gif");
    for (int at : new int[] {6, 8}) {
      file[at] = (byte) SIDE;
      file[at + 1] = (byte) (SIDE >> 8);
    }
    return file;
  }

  private List<String> decode(String... options) throws IOException, InterruptedException {
    Path png = Files.write(folder.resolve("a.png"), png());
    Path gif = Files.write(folder.resolve("b.gif"), gif());
    Path small = Files.write(folder.resolve("c.png"), TestImages.photo("png", 1));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx128m");
    command.addAll(List.of(options));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), BigImagesMain.class.getName()));
    command.addAll(List.of(png.toString(), gif.toString(), small.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said.lines().filter(line -> line.startsWith("= ")).toList();
  }

  @Test
  void anImageWithinMaxMegapixelsFitsASmallHeap() throws Exception {
    assertThat(
            decode(
                "-Dorg.bytedeco.javacpp.maxbytes=1g", "-Dorg.bytedeco.javacpp.maxphysicalbytes=2g"))
        .hasSize(3)
        .satisfies(
            lines -> {
              assertThat(lines.get(0)).isEqualTo("= a.png 10000 127");
              assertThat(lines.get(1)).startsWith("= b.gif 10000 ");
              assertThat(lines.get(2)).startsWith("= c.png 81 ");
            });
  }

  @Test
  void whatDoesNotFitIsRefusedAndTheNextIsDecoded() throws Exception {
    assertThat(decode())
        .satisfies(
            lines -> {
              assertThat(lines.get(0))
                  .isEqualTo(
                      "= a.png TOO_LARGE: decoding takes 667 MB outside the heap, 128 are there (cluster.off-heap)");
              assertThat(lines.get(1)).startsWith("= b.gif TOO_LARGE: decoding takes ");
              assertThat(lines.get(2)).startsWith("= c.png 81 ");
            });
  }
}
