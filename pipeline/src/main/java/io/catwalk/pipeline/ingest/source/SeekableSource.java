package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.storage.SourceFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/**
 * A source file as the random-access channel that archive readers want; a window is kept, since
 * they read piece by piece.
 */
final class SeekableSource implements SeekableByteChannel {

  private static final int WINDOW = 1 << 20;

  private final SourceFiles files;
  private final String uri;
  private final long size;
  private byte[] window = new byte[0];
  private long windowStart;
  private long position;
  private boolean open = true;

  SeekableSource(SourceFiles files, String uri, long size) {
    this.files = files;
    this.uri = uri;
    this.size = size;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (!open) {
      throw new ClosedChannelException();
    }
    if (position >= size) {
      return -1;
    }
    if (position < windowStart || position >= windowStart + window.length) {
      window = files.read(uri, position, (int) Math.min(WINDOW, size - position));
      windowStart = position;
    }
    int from = (int) (position - windowStart);
    int count = Math.min(target.remaining(), window.length - from);
    target.put(window, from, count);
    position += count;
    return count;
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) {
    position = newPosition;
    return this;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public SeekableByteChannel truncate(long newSize) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
  }
}
