package io.catwalk.pipeline.train.data;

import io.catwalk.pipeline.dataset.PixelScale;
import io.catwalk.pipeline.spark.LocalFile;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;

/**
 * Bytes on an executor's local disk. The operating system keeps in its own memory what is read
 * often.
 */
final class FilePixels implements PixelStore {

  private static final long serialVersionUID = 1L;
  private static final int PIECE = 1 << 20;

  /** No channel: a thread that is interrupted while it reads would close one for all others. */
  private transient RandomAccessFile file;

  /** An empty one. */
  FilePixels() throws IOException {
    file = LocalFile.create();
  }

  /** Adds bytes to the end. */
  void append(byte[] bytes, int length) throws IOException {
    file.write(bytes, 0, length);
  }

  @Override
  public void copy(long from, byte[] into, int at, int length) {
    synchronized (this) {
      try {
        file.seek(from);
        file.readFully(into, at, length);
      } catch (IOException e) {
        throw new UncheckedIOException(
            "Cannot read images from the local disk: " + e.getMessage(), e);
      }
    }
  }

  @Override
  public void scale(long from, int length, PixelScale scale, float[] into, int at) {
    byte[] image = new byte[length];
    copy(from, image, 0, length);
    scale.scale(image, 0, into, at);
  }

  private synchronized void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    byte[] piece = new byte[PIECE];
    long left = file.length();
    out.writeLong(left);
    file.seek(0);
    while (left > 0) {
      int length = (int) Math.min(PIECE, left);
      file.readFully(piece, 0, length);
      out.write(piece, 0, length);
      left -= length;
    }
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    file = LocalFile.create();
    byte[] piece = new byte[PIECE];
    long left = in.readLong();
    while (left > 0) {
      int length = (int) Math.min(PIECE, left);
      in.readFully(piece, 0, length);
      append(piece, length);
      left -= length;
    }
  }
}
