package io.catwalk.pipeline.ingest.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry.NameSource;

/**
 * What the names of a zip's entries say. Where no flag says that they are UTF-8, and no field of an
 * entry repeats its name in it, the bytes may be of any of the old encodings; two names that are
 * taken for what they are not may look the same.
 *
 * @param charset of the names that do not tell theirs
 */
record ZipNames(Charset charset) {

  /** Common ones, for the message. */
  private static final List<String> ENCODINGS = List.of("GBK", "Shift_JIS", "IBM437");

  /**
   * @param encoding as configured; empty where it is not
   * @throws IOException where nobody knows what the names say
   */
  static ZipNames of(List<ZipArchiveEntry> entries, String encoding) throws IOException {
    if (!encoding.isEmpty()) {
      return new ZipNames(Charset.forName(encoding));
    }
    ZipNames names = new ZipNames(StandardCharsets.UTF_8);
    for (ZipArchiveEntry entry : entries) {
      if (!tells(entry) && decoded(entry.getRawName(), names.charset).isEmpty()) {
        throw new IOException(
            "its names are not UTF-8, and it does not say in which encoding they are: set"
                + " data.zip-encoding to it. The first of them would be "
                + inEach(entry.getRawName()));
      }
    }
    return names;
  }

  private static String inEach(byte[] name) {
    return ENCODINGS.stream()
        .filter(Charset::isSupported)
        .flatMap(
            encoding ->
                decoded(name, Charset.forName(encoding)).stream()
                    .map(text -> String.format(Locale.ROOT, "%s in %s", text, encoding)))
        .collect(Collectors.joining(", "));
  }

  /**
   * @throws IOException where it is no text in the encoding
   */
  String of(ZipArchiveEntry entry) throws IOException {
    if (tells(entry)) {
      return entry.getName();
    }
    return decoded(entry.getRawName(), charset)
        .orElseThrow(
            () ->
                new IOException(
                    "the name "
                        + entry.getName()
                        + " in it is no "
                        + charset
                        + ", which data.zip-encoding says"));
  }

  private static boolean tells(ZipArchiveEntry entry) {
    return entry.getNameSource() != NameSource.NAME || entry.getRawName() == null;
  }

  /** Empty where the bytes are no text of it. */
  private static Optional<String> decoded(byte[] name, Charset charset) {
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(name)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
