package io.catwalk.pipeline.registry;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.storage.ArtifactStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code audit.jsonl}: a folder with a file a line, as Hadoop's tools write and read text. A line
 * is there whole or not at all; of several processes that offer line n, one alone succeeds,
 * whatever any of them believes. What a registry is follows from its last line, so this is also
 * what keeps two of them from deciding at once.
 *
 * <p>A line begins with the SHA-256 of all that follows in it, and holds that of the line before.
 */
final class AuditLog {

  private static final Pattern FILE = Pattern.compile("part-\\d{8}");
  private static final String HASH = "{\"hash\":\"";
  private static final int BODY = HASH.length() + 64 + 2;

  private final ArtifactStore store;
  private final String folder;

  /**
   * @param registry its folder, relative to the store's root
   */
  AuditLog(ArtifactStore store, String registry) {
    this.store = store;
    this.folder = registry + "/audit.jsonl";
  }

  /** A line with the hash that it begins with. */
  record Line(AuditEntry entry, String hash) {}

  /** The newest line; empty while there is none. */
  Optional<Line> last() {
    List<String> files = files();
    return files.isEmpty() ? Optional.empty() : Optional.of(read(files.get(files.size() - 1)));
  }

  /** All lines, the oldest first. */
  List<Line> all() {
    return files().stream().map(this::read).toList();
  }

  /**
   * Writes a line where none of its number is.
   *
   * @return false when another came first
   */
  boolean offer(AuditEntry entry) {
    return store.create(path(name(entry.number())), bytes(entry));
  }

  /** What is wrong with the log, a sentence each. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    String previous = "";
    long expected = 1;
    for (String file : files()) {
      try {
        Line line = read(file);
        long number = Long.parseLong(file.substring("part-".length()));
        if (number != expected) {
          problems.add(String.format(Locale.ROOT, "line %d of the audit log is missing", expected));
        } else if (line.entry().number() != number
            || (previous != null && !line.entry().previous().equals(previous))) {
          problems.add(
              String.format(
                  Locale.ROOT,
                  "line %d of the audit log does not follow the line before it: one of the two was changed (%s)",
                  number,
                  store.resolve(path(file))));
        }
        previous = line.hash();
        expected = number + 1;
      } catch (CatwalkException e) {
        problems.add(e.getMessage());
        previous = null;
        expected++;
      }
    }
    return problems;
  }

  private List<String> files() {
    return store.list(folder).stream().filter(name -> FILE.matcher(name).matches()).toList();
  }

  private Line read(String file) {
    byte[] bytes = store.read(path(file));
    String where = store.resolve(path(file)).toString();
    String start = new String(bytes, 0, Math.min(BODY, bytes.length), StandardCharsets.ISO_8859_1);
    String hash =
        bytes.length > BODY && start.startsWith(HASH)
            ? start.substring(HASH.length(), BODY - 2)
            : "";
    if (!Sha256.hex(Arrays.copyOfRange(bytes, Math.min(BODY, bytes.length), bytes.length))
        .equals(hash)) {
      throw CatwalkException.data(
          "The audit log was changed by hand: " + where + " is not what was written");
    }
    return new Line(Json.read(bytes, AuditEntry.class, where), hash);
  }

  private static byte[] bytes(AuditEntry entry) {
    String body = new String(Json.line(entry), StandardCharsets.UTF_8).substring(1);
    String hash = Sha256.hex(body.getBytes(StandardCharsets.UTF_8));
    return (HASH + hash + "\"," + body).getBytes(StandardCharsets.UTF_8);
  }

  private static String name(long number) {
    return String.format(Locale.ROOT, "part-%08d", number);
  }

  private String path(String file) {
    return folder + "/" + file;
  }
}
