package io.catwalk.pipeline.storage.placing;

import java.io.IOException;
import org.apache.hadoop.util.VersionInfo;

/**
 * A store that does not keep two processes from writing the same file. Waiting does not mend it.
 */
public final class NoExclusionException extends IOException {

  private static final long serialVersionUID = 1L;

  NoExclusionException() {
    super(
        "two processes could both write this file, since the store, or Hadoop's client "
            + VersionInfo.getVersion()
            + " of it, has no conditional writes; locks, leases, the audit log and publications need them:"
            + " use hdfs://, or s3a:// by a Spark with Hadoop 3.4.2 or newer and fs.s3a.create.conditional.enabled");
  }
}
