package io.catwalk.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFileTest {

  @TempDir Path folder;

  /** HDFS without a DataNode that has room: its stream keeps what went wrong. */
  private static final class Full extends FilterFileSystem {

    private static final IOException NO_ROOM =
        new IOException("could only be written to 0 of the 1 minReplication nodes");

    Full() throws IOException {
      super(new RawLocalFileSystem());
      initialize(URI.create("file:///"), new Configuration());
    }

    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path path,
        FsPermission permission,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      return new FSDataOutputStream(
          new OutputStream() {
            @Override
            public void write(int value) throws IOException {
              throw NO_ROOM;
            }

            @Override
            public void close() throws IOException {
              throw NO_ROOM;
            }
          },
          null);
    }
  }

  @Test
  void whatAStreamThrowsTwiceIsToldOnce() throws IOException {
    org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path(folder.toUri());

    assertThatThrownBy(() -> new StorageTrial(new Full(), root))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CLUSTER))
        .hasMessageEndingWith("could only be written to 0 of the 1 minReplication nodes");
    assertThatThrownBy(() -> new HadoopArtifactStore(new Full(), root).write("a", new byte[] {1}))
        .isInstanceOf(CatwalkException.class)
        .hasMessageEndingWith("could only be written to 0 of the 1 minReplication nodes");
  }
}
