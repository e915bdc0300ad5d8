package io.catwalk.pipeline.ingest.packed;

import io.catwalk.pipeline.ingest.packed.PackedEntry.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads the headers of a tar archive, of the formats v7, ustar, pax and GNU, one after the other.
 *
 * <p>Not by commons-compress: it makes numbers and times of every field and tables of every hole,
 * and headers of a few bytes have kept it busy for minutes. What is needed here are names, kinds
 * and lengths, and an end that is told from a cut.
 */
public final class TarReader {

  /** No name is as long. */
  private static final long LONGEST_EXTENSION = 1 << 20;

  /** Blocks of zeros at the end, or between archives that were put one behind the other: 64 MiB. */
  private static final int MOST_ZEROS = 1 << 17;

  private static final int SPARSE_GOES_ON = 504;

  private final InputStream in;
  private PaxRecords global = PaxRecords.NONE;
  private long position;
  private long contentEnd;
  private long nextHeader;

  /**
   * @param in the archive from its start; where it can skip without reading, so does this
   */
  public TarReader(InputStream in) {
    this.in = in;
  }

  /**
   * Goes to the next entry; its content comes next of the stream.
   *
   * @return empty at the archive's end
   * @throws IOException for a damaged archive, and for one that ends without the mark of its end
   */
  public Optional<PackedEntry> next() throws IOException {
    skip(nextHeader - position);
    PaxRecords records = global;
    boolean pax = false;
    while (true) {
      Optional<TarHeader> found = header();
      if (found.isEmpty()) {
        return Optional.empty();
      }
      TarHeader header = found.get();
      switch (header.type()) {
        case 'g' -> {
          global = global.and(PaxRecords.parse(extension(header)));
          records = global.and(records);
        }
        case 'x', 'X' -> {
          records = records.and(PaxRecords.parse(extension(header)));
          pax = true;
        }
        case 'L' -> records = records.with("path", TarHeader.text(extension(header)));
        case 'K' -> records = records.with("linkpath", TarHeader.text(extension(header)));
        default -> {
          return Optional.of(entry(header, records, pax));
        }
      }
    }
  }

  private PackedEntry entry(TarHeader header, PaxRecords records, boolean pax) throws IOException {
    String name = records.get("GNU.sparse.name", records.get("path", header.name()));
    Kind kind = records.isSparse() ? Kind.SPARSE : kind(header.type(), name);
    if (header.sparseGoesOn()) {
      skipTableOfHoles();
    }
    boolean link = kind == Kind.HARD_LINK || kind == Kind.SYMBOLIC_LINK;
    // Links, folders and devices have no content, whatever some tars wrote there.
    boolean empty = link && !(pax && kind == Kind.HARD_LINK) || kind == Kind.FOLDER;
    long length = empty ? 0 : records.size(header.size());
    long start = position;
    contentEnd = Math.addExact(start, length);
    nextHeader = Math.addExact(start, padded(length));
    String target = link ? records.get("linkpath", header.link()) : "";
    return new PackedEntry(name, kind, target, length, start);
  }

  private static Kind kind(char type, String name) {
    return switch (type) {
      case '0', '\0', '7' -> name.endsWith("/") ? Kind.FOLDER : Kind.FILE;
      case '1' -> Kind.HARD_LINK;
      case '2' -> Kind.SYMBOLIC_LINK;
      case '5', 'D' -> Kind.FOLDER;
      case 'S' -> Kind.SPARSE;
      default -> Kind.OTHER;
    };
  }

  private void skipTableOfHoles() throws IOException {
    while (block()[SPARSE_GOES_ON] != 0) {
      // The next block belongs to it, too.
    }
  }

  private byte[] extension(TarHeader header) throws IOException {
    long size = header.size();
    if (size > LONGEST_EXTENSION) {
      throw new IOException("a header of " + size + " bytes, at most 1 MiB is read");
    }
    byte[] bytes = in.readNBytes((int) size);
    position += bytes.length;
    if (bytes.length < size) {
      throw cut();
    }
    skip(padded(size) - size);
    return bytes;
  }

  /** Empty at the end: behind blocks of zeros, where no other archive follows. */
  private Optional<TarHeader> header() throws IOException {
    for (int zeros = 0; zeros < MOST_ZEROS; zeros++) {
      byte[] block = in.readNBytes(TarHeader.BLOCK);
      if (block.length < TarHeader.BLOCK) {
        if (zeros > 0) {
          return Optional.empty();
        }
        throw cut();
      }
      position += TarHeader.BLOCK;
      if (!isZero(block)) {
        return Optional.of(TarHeader.of(block, position - TarHeader.BLOCK));
      }
    }
    throw new IOException(
        "it is damaged: it holds more than 64 MiB of zeros before byte " + position);
  }

  private static boolean isZero(byte[] block) {
    int any = 0;
    for (byte value : block) {
      any |= value;
    }
    return any == 0;
  }

  private byte[] block() throws IOException {
    byte[] block = in.readNBytes(TarHeader.BLOCK);
    if (block.length < TarHeader.BLOCK) {
      throw cut();
    }
    position += TarHeader.BLOCK;
    return block;
  }

  private void skip(long bytes) throws IOException {
    if (bytes > 0) {
      try {
        in.skipNBytes(bytes);
      } catch (EOFException e) {
        throw cut();
      }
      position += bytes;
    }
  }

  /** The content of the entry that {@link #next} told last, as far as it was not read yet. */
  public InputStream content() {
    return new Content();
  }

  private final class Content extends InputStream {

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int most) throws IOException {
      if (most == 0 || position >= contentEnd) {
        return most == 0 ? 0 : -1;
      }
      int count = in.read(target, from, (int) Math.min(most, contentEnd - position));
      if (count < 0) {
        throw cut();
      }
      position += count;
      return count;
    }
  }

  private static long padded(long length) {
    return (length + TarHeader.BLOCK - 1) / TarHeader.BLOCK * TarHeader.BLOCK;
  }

  private static EOFException cut() {
    return new EOFException(
        "it is cut off: it ends without the blocks of zeros that mark an archive's end");
  }
}
