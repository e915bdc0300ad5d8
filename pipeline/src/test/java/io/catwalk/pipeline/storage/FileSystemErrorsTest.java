package io.catwalk.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;

class FileSystemErrorsTest {

  private static void assertTold(
      CatwalkException told, ExitCode code, String message, IOException cause) {
    assertThat(told).hasMessage(message).hasCause(cause);
    assertThat(told.exitCode()).isEqualTo(code);
  }

  private static void assertFailed(IOException e, ExitCode code, String reason) {
    assertTold(FileSystemErrors.failed("read", "x", e), code, "Cannot read x: " + reason, e);
  }

  @Test
  void whatIsMissingOrInTheWayIsOfTheData() {
    assertFailed(new FileNotFoundException("x"), ExitCode.DATA, "there is no such file");
    assertFailed(new FileAlreadyExistsException("x"), ExitCode.DATA, "a file is in the way");
  }

  @Test
  void theRestIsOfTheCluster() {
    assertFailed(
        new AccessControlException("user bob\n\tat Server.java"),
        ExitCode.CLUSTER,
        "permission denied (user bob)");
    assertFailed(
        new ConnectException("refused; For more details see:  http://wiki"),
        ExitCode.CLUSTER,
        "refused");
    assertFailed(new ConnectException(), ExitCode.CLUSTER, "ConnectException");
    assertFailed(new IOException(""), ExitCode.CLUSTER, "");
    assertFailed(new IOException("; For more details see: x"), ExitCode.CLUSTER, "");
  }

  @Test
  void aSchemeThatNobodyKnowsIsTheUsersMistake() {
    String message =
        "x://y: no file system is known for this scheme; add its jar to Spark, or use hdfs:// or file:";
    for (IOException e :
        new IOException[] {
          new UnsupportedFileSystemException("x"), new IOException("No FileSystem for scheme: x")
        }) {
      CatwalkException told = FileSystemErrors.opening("x://y", e);
      assertThat(told).hasMessage(message);
      assertThat(told.exitCode()).isEqualTo(ExitCode.USAGE);
    }
    IOException other = new IOException("no route");
    assertTold(
        FileSystemErrors.opening("x://y", other),
        ExitCode.CLUSTER,
        "Cannot reach x://y: no route",
        other);
  }
}
