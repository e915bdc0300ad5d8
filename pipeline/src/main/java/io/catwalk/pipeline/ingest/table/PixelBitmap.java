package io.catwalk.pipeline.ingest.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import org.apache.parquet.example.data.Group;

/**
 * The pixels of Spark's source {@code image} as a file of the format BMP, which loses nothing:
 * grey, blue-green-red, or that and alpha, of which transparent parts become white.
 */
final class PixelBitmap {

  private static final int FILE_HEADER = 14;
  private static final int HEADERS = FILE_HEADER + 40;
  private static final int BITS = 24;
  private static final int CHANNELS = 3;
  private static final int OPAQUE = 255;

  private PixelBitmap() {}

  /**
   * @param image a struct with height, width, nChannels and data
   * @throws IOException when these do not fit each other
   */
  static byte[] of(Group image) throws IOException {
    int height = number(image, "height");
    int width = number(image, "width");
    int channels = number(image, "nChannels");
    byte[] data = image.getBinary("data", 0).getBytes();
    boolean sound =
        height > 0
            && width > 0
            && (channels == 1 || channels == CHANNELS || channels == CHANNELS + 1)
            && data.length == (long) height * width * channels;
    if (!sound) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%,d bytes for %d×%d pixels of %d channels",
              data.length,
              height,
              width,
              channels));
    }
    return file(data, height, width, channels);
  }

  private static int number(Group image, String field) throws IOException {
    if (image.getFieldRepetitionCount(field) == 0) {
      throw new IOException("null as " + field);
    }
    return image.getInteger(field, 0);
  }

  private static byte[] file(byte[] data, int height, int width, int channels) throws IOException {
    long stride = (width * (long) CHANNELS + 3) / 4 * 4;
    long length = HEADERS + stride * height;
    if (length > Integer.MAX_VALUE - 8) {
      throw new IOException(String.format(Locale.ROOT, "%d×%d pixels", height, width));
    }
    ByteBuffer file = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 'B').put((byte) 'M').putInt((int) length).putInt(0).putInt(HEADERS);
    file.putInt(HEADERS - FILE_HEADER).putInt(width).putInt(height);
    file.putShort((short) 1).putShort((short) BITS);
    for (int row = 0; row < height; row++) {
      // The last row comes first.
      file.position((int) (HEADERS + stride * (height - 1 - row)));
      for (int pixel = row * width; pixel < (row + 1) * width; pixel++) {
        for (int channel = 0; channel < CHANNELS; channel++) {
          file.put(value(data, pixel * channels, channel, channels));
        }
      }
    }
    return file.array();
  }

  private static byte value(byte[] data, int at, int channel, int channels) {
    byte value = data[channels == 1 ? at : at + channel];
    if (channels <= CHANNELS) {
      return value;
    }
    int alpha = data[at + CHANNELS] & 0xff;
    return (byte) (((value & 0xff) * alpha + OPAQUE * (OPAQUE - alpha) + OPAQUE / 2) / OPAQUE);
  }
}
