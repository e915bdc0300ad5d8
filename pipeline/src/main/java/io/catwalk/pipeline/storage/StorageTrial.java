package io.catwalk.pipeline.storage;

import io.catwalk.pipeline.CatwalkException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.QuotaUsage;

/**
 * A small hidden file in a storage's root, by which one sees what the storage can do. Closing it
 * leaves nothing behind.
 */
public final class StorageTrial implements AutoCloseable {

  /** Begins the names of all such files. */
  public static final String MARK = ".catwalk-doctor.";

  private static final byte[] CONTENT = "catwalk doctor\n".getBytes(StandardCharsets.UTF_8);
  private static final int LOOKS = 10;
  private static final long PAUSE_MILLIS = 200;

  private final FileSystem files;
  private final Placing placing;
  private final Path root;
  private final Path probe;
  private final boolean rootIsNew;

  /**
   * Writes the file.
   *
   * @throws CatwalkException (cluster) when the storage refuses
   */
  StorageTrial(FileSystem files, Path root) {
    this(files, root, Placing.on(files));
  }

  StorageTrial(FileSystem files, Path root, Placing placing) {
    this.files = files;
    this.placing = placing;
    this.root = files.makeQualified(root);
    this.probe = new Path(this.root, MARK + UUID.randomUUID());
    try {
      rootIsNew = !files.exists(this.root);
      write(probe);
    } catch (IOException e) {
      throw FileSystemErrors.failed("write to", this.root, e);
    }
  }

  /** The file, for others to read. */
  public String uri() {
    return probe.toString();
  }

  public String root() {
    return root.toString();
  }

  /** Of its URI, such as {@code hdfs}. */
  public String scheme() {
    return root.toUri().getScheme();
  }

  /**
   * Whether a rename is one step that replaces where it shall and refuses where it must, as
   * everything that appears whole or not at all depends on.
   */
  public boolean renamesInOneStep() {
    Path other = new Path(root, probe.getName() + ".renamed");
    try {
      write(other);
      boolean refused = refuses(probe, other);
      placing.replace(other, probe);
      return refused && !files.exists(other) && files.exists(probe);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    } finally {
      delete(other);
    }
  }

  private boolean refuses(Path from, Path to) throws IOException {
    try {
      placing.place(from, to);
      return false;
    } catch (FileAlreadyExistsException e) {
      return true;
    }
  }

  /** Bytes that may still be written; {@link Long#MAX_VALUE} where the storage does not tell. */
  public long free() {
    try {
      long free = files.getStatus(root).getRemaining();
      return Math.min(free, withinQuota());
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }

  private long withinQuota() {
    if (!"hdfs".equals(scheme())) {
      return Long.MAX_VALUE;
    }
    long least = Long.MAX_VALUE;
    for (Path folder = root; folder != null; folder = folder.getParent()) {
      least = Math.min(least, withinQuota(folder));
    }
    return least;
  }

  private long withinQuota(Path folder) {
    try {
      QuotaUsage usage = files.getQuotaUsage(folder);
      // A quota counts every copy.
      return usage.getSpaceQuota() < 0
          ? Long.MAX_VALUE
          : (usage.getSpaceQuota() - usage.getSpaceConsumed()) / copiesAsked();
    } catch (IOException e) {
      // Not everybody may ask about every folder on the way up.
      return Long.MAX_VALUE;
    }
  }

  /** Copies of each file that this client asks for. */
  public int copiesAsked() {
    return Math.max(1, files.getDefaultReplication(root));
  }

  /**
   * On how many machines the file is; looks again for up to two seconds while they are few.
   *
   * @throws CatwalkException (cluster) when the storage does not tell
   */
  public int copies() {
    try {
      int copies = copiesNow();
      for (int look = 0; look < LOOKS && copies < copiesAsked(); look++) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        copies = copiesNow();
      }
      return copies;
    } catch (IOException e) {
      throw FileSystemErrors.failed("ask for the copies of", probe, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while copies were counted", e);
    }
  }

  private int copiesNow() throws IOException {
    FileStatus status = files.getFileStatus(probe);
    BlockLocation[] blocks = files.getFileBlockLocations(status, 0, CONTENT.length);
    return (int) Arrays.stream(blocks[0].getNames()).distinct().count();
  }

  private void write(Path file) throws IOException {
    try (NewFile out = NewFile.create(files, file, false)) {
      out.write(CONTENT);
      out.hsync();
    }
  }

  @Override
  public void close() {
    delete(probe);
    if (rootIsNew) {
      delete(root);
    }
  }

  /** A folder only where it is empty: somebody else may have begun to use it. */
  private void delete(Path path) {
    try {
      files.delete(path, false);
    } catch (IOException e) {
      // A hidden file of a line disturbs nobody.
    }
  }
}
