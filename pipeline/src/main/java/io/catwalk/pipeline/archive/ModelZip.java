package io.catwalk.pipeline.archive;

import io.catwalk.pipeline.CatwalkException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * The entries of a {@code model.zip} from anywhere, found by its central directory. Nothing is
 * decompressed before somebody asks for an entry, and never more of it than he allows.
 */
public final class ModelZip implements AutoCloseable {

  private final String where;
  private final ZipFile zip;
  private final Map<Entry, ZipArchiveEntry> entries = new EnumMap<>(Entry.class);

  private ModelZip(String where, ZipFile zip) {
    this.where = where;
    this.zip = zip;
  }

  /**
   * @param where the file's name, for messages
   * @throws CatwalkException (data) when it is no whole zip, or holds an entry twice, or one that a
   *     model has not
   */
  public static ModelZip open(byte[] bytes, String where) {
    ZipFile zip;
    try {
      zip = new ZipFile(new SeekableInMemoryByteChannel(bytes));
    } catch (IOException | RuntimeException e) {
      // Its parser answers some damaged files with what its checks of arguments throw.
      throw CatwalkException.data(
          where + ": not a whole zip archive (" + e.getMessage() + "); expected a model.zip", e);
    }
    ModelZip opened = new ModelZip(where, zip);
    for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
      opened.admit(entry);
    }
    return opened;
  }

  private void admit(ZipArchiveEntry entry) {
    Entry known =
        Entry.of(entry.getName()).orElseThrow(() -> refusal(entry.getName(), "no part of a model"));
    if (!zip.canReadEntryData(entry)) {
      throw refusal(entry.getName(), "encrypted, or compressed in an unknown way");
    }
    if (entries.put(known, entry) != null) {
      throw refusal(entry.getName(), "there twice");
    }
  }

  private CatwalkException refusal(String name, String reason) {
    return CatwalkException.data(
        String.format(
            Locale.ROOT,
            "%s: refused: entry %s: %s; a model.zip holds %s, each once",
            where,
            printable(name),
            reason,
            Arrays.stream(Entry.values()).map(Entry::path).collect(Collectors.joining(", "))));
  }

  /** A name from outside in one line of the terminal, cut where it is long. */
  private static String printable(String name) {
    String shown = name.replaceAll("\\p{C}", "?");
    return shown.length() <= 100 ? shown : shown.substring(0, 100) + "…";
  }

  boolean has(Entry entry) {
    return entries.containsKey(entry);
  }

  /**
   * All of a short entry.
   *
   * @param limit of its length, in bytes
   * @throws CatwalkException (data) when it is not there, longer or damaged
   */
  public byte[] read(Entry entry, int limit) {
    if (!has(entry)) {
      throw CatwalkException.data(
          where + ": holds no " + entry.path() + "; expected a model.zip that Catwalk wrote");
    }
    try (InputStream in = open(entry)) {
      byte[] bytes = in.readNBytes(limit);
      if (in.read() >= 0) {
        throw complaint(entry, "longer than the " + limit + " bytes that it may have");
      }
      return bytes;
    } catch (IOException e) {
      throw damage(entry, e);
    }
  }

  /** The decompressed bytes of an entry that is there. The caller closes it. */
  InputStream open(Entry entry) throws IOException {
    return zip.getInputStream(entries.get(entry));
  }

  /** Bytes that an entry takes in the archive. */
  long compressed(Entry entry) {
    return entries.get(entry).getCompressedSize();
  }

  /** {@code file: entry: reason}, an error of the data. */
  public CatwalkException complaint(Entry entry, String reason) {
    return CatwalkException.data(where + ": " + entry.path() + ": " + reason);
  }

  CatwalkException damage(Entry entry, Exception cause) {
    String told = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return CatwalkException.data(
        String.format(
            Locale.ROOT,
            "%s: %s: damaged (%s)",
            where,
            entry.path(),
            told.lines().findFirst().orElse("").strip()),
        cause);
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("Closing an array in memory failed", e);
    }
  }
}
