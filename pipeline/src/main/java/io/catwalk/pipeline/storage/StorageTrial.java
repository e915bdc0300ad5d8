package io.catwalk.pipeline.storage;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.storage.placing.NewFile;
import io.catwalk.pipeline.storage.placing.Placing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.QuotaUsage;
import org.apache.hadoop.fs.StreamCapabilities;

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

  private static final int ROUNDS = 8;
  private static final long LONGEST_SECONDS = 60;

  private final FileSystem files;
  private final Client first;
  private final Client second;
  private final Path root;
  private final Path probe;
  private final boolean rootIsNew;

  /** One of two that know nothing of each other, as if each were a process. */
  record Client(FileSystem files, Placing placing) {

    static Client of(FileSystem files) {
      files.setWriteChecksum(false);
      return new Client(files, Placing.on(files));
    }

    static Client other(FileSystem files) throws IOException {
      return of(FileSystem.newInstance(files.getUri(), files.getConf()));
    }
  }

  /**
   * Writes the file.
   *
   * @throws CatwalkException (cluster) when the storage refuses
   */
  StorageTrial(FileSystem files, Path root) throws IOException {
    this(Client.of(files), Client.other(files), root);
  }

  StorageTrial(Client first, Client second, Path root) {
    this.first = first;
    this.second = second;
    this.files = first.files();
    this.root = files.makeQualified(root);
    this.probe = new Path(this.root, MARK + UUID.randomUUID());
    try {
      rootIsNew = !files.exists(this.root);
      write();
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
   * Whether of two clients that write the same new file at the same moment one alone succeeds, as
   * locks, leases, the audit log and publications depend on. Tried several times.
   */
  public boolean excludes() {
    try {
      for (int round = 0; round < ROUNDS; round++) {
        if (!excludes(new Path(root, probe.getName() + "." + round))) {
          return false;
        }
      }
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private boolean excludes(Path file) throws IOException {
    byte[] one = "first".getBytes(StandardCharsets.UTF_8);
    byte[] other = "second".getBytes(StandardCharsets.UTF_8);
    CyclicBarrier start = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<Boolean> byFirst = threads.submit(() -> created(first, file, one, start));
      Future<Boolean> bySecond = threads.submit(() -> created(second, file, other, start));
      boolean firstDid = byFirst.get(LONGEST_SECONDS, TimeUnit.SECONDS);
      boolean secondDid = bySecond.get(LONGEST_SECONDS, TimeUnit.SECONDS);
      return firstDid != secondDid && Arrays.equals(read(second, file), firstDid ? one : other);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while two clients wrote a file", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(e);
    } finally {
      threads.shutdownNow();
      delete(file);
    }
  }

  private static boolean created(Client client, Path file, byte[] content, CyclicBarrier start)
      throws Exception {
    start.await(LONGEST_SECONDS, TimeUnit.SECONDS);
    return client.placing().create(file, content);
  }

  /** Whether what one client writes, replaces and deletes is so for another at once. */
  public boolean showsAtOnce() {
    Path file = new Path(root, probe.getName() + ".seen");
    try {
      for (int round = 0; round < ROUNDS; round++) {
        byte[] content = {(byte) round};
        first.placing().write(file, out -> out.write(content));
        if (!listed(file) || !Arrays.equals(read(second, file), content)) {
          return false;
        }
      }
      files.delete(file, false);
      return !listed(file);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    } finally {
      delete(file);
    }
  }

  private boolean listed(Path file) throws IOException {
    return Arrays.stream(second.files().listStatus(root))
        .anyMatch(status -> status.getPath().getName().equals(file.getName()));
  }

  private static byte[] read(Client client, Path file) throws IOException {
    try (InputStream in = client.files().open(file)) {
      return in.readAllBytes();
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

  private void write() throws IOException {
    try (NewFile out = NewFile.create(files, probe, false)) {
      out.write(CONTENT);
      if (out.hasCapability(StreamCapabilities.HSYNC)) {
        out.hsync();
      }
    }
  }

  @Override
  public void close() {
    delete(probe);
    if (rootIsNew) {
      delete(root);
    }
    try {
      second.files().close();
    } catch (IOException e) {
      // Nothing of it is in use.
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
