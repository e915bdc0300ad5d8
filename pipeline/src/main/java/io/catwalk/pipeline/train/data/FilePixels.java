package io.catwalk.pipeline.train.data;

import io.catwalk.pipeline.dataset.PixelScale;
import io.catwalk.pipeline.spark.LocalFile;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bytes on an executor's local disk. The operating system keeps in its own memory what is read
 * often.
 */
final class FilePixels implements PixelStore {

  private static final long serialVersionUID = 1L;
  private static final int PIECE = 1 << 20;
  private static final Logger LOG = LoggerFactory.getLogger(FilePixels.class);

  /**
   * Its channel would be closed for all by a thread that is interrupted while it reads: only what
   * nobody interrupts uses it.
   */
  private transient RandomAccessFile file;

  /** What is read ahead now. */
  private transient volatile Object latest;

  /** An empty one. */
  FilePixels() throws IOException {
    file = LocalFile.create();
  }

  /** Adds bytes to the end. */
  void append(byte[] bytes, int length) throws IOException {
    file.write(bytes, 0, length);
  }

  /** Nobody may read it any more. */
  void close() throws IOException {
    file.close();
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

  /**
   * Reads it on a thread of its own, into the operating system's memory: whoever reads it then need
   * not wait for the disk. What was told before is given up.
   */
  @Override
  public void willRead(LongStream starts, int length) {
    Object turn = new Object();
    latest = turn;
    Thread thread = new Thread(() -> touch(starts, length, turn), "catwalk-read-ahead");
    thread.setDaemon(true);
    thread.start();
  }

  private void touch(LongStream starts, int length, Object turn) {
    ByteBuffer image = ByteBuffer.allocate(length);
    PrimitiveIterator.OfLong all = starts.iterator();
    try {
      while (all.hasNext() && latest == turn) {
        file.getChannel().read(image.clear(), all.nextLong());
      }
    } catch (IOException e) {
      // Whoever needs the image tells what is wrong.
      LOG.debug("Cannot read ahead", e);
    }
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
