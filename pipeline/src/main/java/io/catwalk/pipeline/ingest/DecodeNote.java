package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.storage.ProcessIdentity;
import io.catwalk.pipeline.storage.Processes;
import io.catwalk.pipeline.storage.Processes.Fate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file in the folder of temporary files that says which image a task is on. It outlives the
 * process where that dies, and whoever comes next on this machine is careful with that image. Such
 * notes are kept for a month.
 *
 * <p>A note is the number of bytes (4 bytes) and the identity of the process and the image's name.
 */
final class DecodeNote implements AutoCloseable {

  private static final String PREFIX = "catwalk-decoding-";
  private static final Duration KEPT = Duration.ofDays(30);
  private static final int LONGEST = 1 << 16;

  private static final Logger LOG = LoggerFactory.getLogger(DecodeNote.class);

  private final Path file;
  private final Optional<FileChannel> channel;
  private final byte[] process;
  private final Set<String> suspects;

  private DecodeNote(
      Path file, Optional<FileChannel> channel, byte[] process, Set<String> suspects) {
    this.file = file;
    this.channel = channel;
    this.process = process;
    this.suspects = suspects;
  }

  /**
   * Begins one, and reads those of processes that died. Where the folder cannot be used, nothing is
   * noted.
   *
   * @param folder of temporary files
   */
  static DecodeNote in(Path folder) {
    Processes processes = Processes.ofThisMachine();
    byte[] self = head(processes.self()).getBytes(StandardCharsets.UTF_8);
    try {
      Set<String> suspects = ofDead(folder, processes);
      Path file = Files.createTempFile(folder, PREFIX, ".note");
      FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
      return new DecodeNote(file, Optional.of(channel), self, suspects);
    } catch (IOException e) {
      LOG.warn("Cannot note in {} which image is decoded: {}", folder, e.toString());
      return new DecodeNote(folder, Optional.empty(), self, Set.of());
    }
  }

  private static String head(ProcessIdentity process) {
    return String.join(
        "\t",
        process.boot(),
        process.pidNamespace(),
        Long.toString(process.pid()),
        process.started(),
        "");
  }

  private static Set<String> ofDead(Path folder, Processes processes) throws IOException {
    Set<String> suspects = new HashSet<>();
    Instant old = Instant.now().minus(KEPT);
    try (DirectoryStream<Path> notes = Files.newDirectoryStream(folder, PREFIX + "*.note")) {
      for (Path note : notes) {
        try {
          read(note, processes, old, suspects);
        } catch (IOException | IllegalArgumentException e) {
          // Another user's, or gone in the meantime.
          LOG.debug("Cannot read {}", note, e);
        }
      }
    }
    return suspects;
  }

  private static void read(Path note, Processes processes, Instant old, Set<String> suspects)
      throws IOException {
    if (Files.size(note) > LONGEST) {
      return;
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(note));
    if (bytes.remaining() < Integer.BYTES) {
      return;
    }
    int length = bytes.getInt();
    if (length < 0 || length > bytes.remaining()) {
      return;
    }
    String[] parts =
        new String(bytes.array(), Integer.BYTES, length, StandardCharsets.UTF_8).split("\t", 5);
    if (parts.length < 5) {
      return;
    }
    ProcessIdentity process =
        new ProcessIdentity("", "", parts[0], parts[1], Long.parseLong(parts[2]), parts[3]);
    boolean otherStart = !parts[0].equals(processes.self().boot());
    if (otherStart || processes.fate(process) == Fate.ENDED) {
      suspects.add(parts[4]);
      if (Files.getLastModifiedTime(note).toInstant().isBefore(old)) {
        Files.delete(note);
      }
    }
  }

  /** Whether a process died while it was on this image. */
  boolean suspects(String image) {
    return suspects.contains(image);
  }

  /** Before an image is decoded. */
  void on(String image) {
    byte[] name = image.getBytes(StandardCharsets.UTF_8);
    if (channel.isEmpty() || process.length + name.length > LONGEST - Integer.BYTES) {
      return; // no file system has names as long
    }
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + process.length + name.length);
    bytes.putInt(process.length + name.length).put(process).put(name).flip();
    try {
      channel.get().write(bytes, 0);
    } catch (IOException e) {
      LOG.debug("Cannot write {}", file, e); // a full disk is no reason to stop
    }
  }

  @Override
  public void close() {
    if (channel.isEmpty()) {
      return;
    }
    try {
      channel.get().close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debug("Cannot delete {}", file, e);
    }
  }
}
