package io.catwalk.pipeline.cluster;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * IDX files with slices of Fashion-MNIST, as Debian's package dataset-fashion-mnist brings it;
 * where it is not installed, of drawn pictures that are about as hard to tell apart.
 */
final class ClothesSlices {

  private static final Path INSTALLED = Path.of("/usr/share/datasets/fashion-mnist");
  private static final int SIDE = 28;
  private static final int CLASSES = 10;

  private final byte[][] images;
  private final byte[] labels;

  private ClothesSlices(byte[][] images, byte[] labels) {
    this.images = images;
    this.labels = labels;
  }

  /** Whether the photos are real. */
  static boolean real() {
    return Files.isReadable(INSTALLED.resolve("train-images-idx3-ubyte.gz"));
  }

  /**
   * @param part {@code train} or {@code t10k}
   * @param count of the first images that are read
   */
  static ClothesSlices of(String part, int count) throws IOException {
    return real() ? read(part, count) : draw(part, count);
  }

  private static ClothesSlices read(String part, int count) throws IOException {
    byte[][] images = new byte[count][];
    try (DataInputStream in = open(part + "-images-idx3-ubyte.gz", 16)) {
      for (int i = 0; i < count; i++) {
        images[i] = in.readNBytes(SIDE * SIDE);
      }
    }
    try (DataInputStream in = open(part + "-labels-idx1-ubyte.gz", 8)) {
      return new ClothesSlices(images, in.readNBytes(count));
    }
  }

  private static DataInputStream open(String file, int header) throws IOException {
    InputStream in = new GZIPInputStream(Files.newInputStream(INSTALLED.resolve(file)), 1 << 16);
    in.skipNBytes(header);
    return new DataInputStream(in);
  }

  /** A bar whose place is the class's, in noise. */
  private static ClothesSlices draw(String part, int count) {
    Random random = new Random(part.hashCode());
    byte[][] images = new byte[count][SIDE * SIDE];
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % CLASSES);
      random.nextBytes(images[i]);
      int from = 2 * labels[i] + random.nextInt(5);
      for (int row = from; row < from + 4; row++) {
        for (int column = 4; column < 24; column++) {
          images[i][row * SIDE + column] = (byte) (120 + random.nextInt(136));
        }
      }
    }
    return new ClothesSlices(images, labels);
  }

  /** Where files are written. */
  interface Folder {
    OutputStream create(String name) throws IOException;
  }

  /**
   * Writes images and labels.
   *
   * @param name of the files up to {@code -images-idx3-ubyte.gz}
   * @param shift added to each label, modulo ten: 0 leaves them right
   */
  void write(Folder folder, String name, int from, int to, int shift) throws IOException {
    try (DataOutputStream out = gzip(folder.create(name + "-images-idx3-ubyte.gz"))) {
      for (int number : new int[] {0x803, to - from, SIDE, SIDE}) {
        out.writeInt(number);
      }
      for (int i = from; i < to; i++) {
        out.write(images[i]);
      }
    }
    try (DataOutputStream out = gzip(folder.create(name + "-labels-idx1-ubyte.gz"))) {
      out.writeInt(0x801);
      out.writeInt(to - from);
      for (int i = from; i < to; i++) {
        out.writeByte((labels[i] + shift) % CLASSES);
      }
    }
  }

  private static DataOutputStream gzip(OutputStream out) throws IOException {
    return new DataOutputStream(new GZIPOutputStream(out));
  }
}
