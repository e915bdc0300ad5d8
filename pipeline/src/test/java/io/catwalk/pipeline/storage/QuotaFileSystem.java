package io.catwalk.pipeline.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FsStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.QuotaUsage;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** A local folder that tells of quotas and copies, as HDFS does. */
final class QuotaFileSystem extends RawLocalFileSystem {

  static final URI ROOT = URI.create("hdfs://here/");

  final Map<String, QuotaUsage> quotas = new HashMap<>();
  long remaining = 10_000;
  short copies = 3;
  int looksUntilCopied;

  QuotaFileSystem() throws IOException {
    initialize(ROOT, new Configuration(false));
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  void quota(java.nio.file.Path folder, long space, long used) {
    quotas.put(
        folder.toString(), new QuotaUsage.Builder().spaceQuota(space).spaceConsumed(used).build());
  }

  @Override
  public QuotaUsage getQuotaUsage(Path path) throws IOException {
    QuotaUsage usage = quotas.get(path.toUri().getPath());
    if (usage == null) {
      throw new FileNotFoundException("not for everybody");
    }
    return usage;
  }

  @Override
  public FsStatus getStatus(Path path) throws IOException {
    if (remaining < 0) {
      throw new IOException("not told");
    }
    return new FsStatus(remaining, 0, remaining);
  }

  @Override
  public short getDefaultReplication(Path path) {
    return copies;
  }

  @Override
  public BlockLocation[] getFileBlockLocations(FileStatus file, long start, long length)
      throws IOException {
    if (looksUntilCopied < 0) {
      throw new IOException("not told");
    }
    String[] names =
        looksUntilCopied-- > 0 ? new String[] {"a", "a"} : new String[] {"a", "b", "c"};
    looksUntilCopied = Math.max(0, looksUntilCopied);
    return new BlockLocation[] {new BlockLocation(names, names, start, length)};
  }
}
