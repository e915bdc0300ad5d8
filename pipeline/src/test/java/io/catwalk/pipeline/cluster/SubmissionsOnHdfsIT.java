package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.Submissions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.PrivilegedExceptionAction;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two users of one storage, whose applications and experiments are none of each other's. */
class SubmissionsOnHdfsIT {

  @TempDir private static java.nio.file.Path temporary;
  private static LocalCluster cluster;
  private static Path root;
  private static java.nio.file.Path jar;
  private final List<String> said = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    cluster = LocalCluster.start(temporary.resolve("cluster"), "--workers", "1");
    root = new Path(cluster.storage() + "-shared");
    cluster.fileSystem().mkdirs(root);
    cluster.fileSystem().setPermission(root, new FsPermission((short) 01777));
    jar = Files.writeString(temporary.resolve("catwalk.jar"), "the application");
  }

  @AfterAll
  static void stop() throws IOException {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static <T> T as(String user, PrivilegedExceptionAction<T> action) throws Exception {
    return UserGroupInformation.createRemoteUser(user).doAs(action);
  }

  private static Submissions submissions() {
    return HadoopStorage.with(Map.of("dfs.client.use.datanode.hostname", "false"))
        .submissions(root.toString());
  }

  private Path application(String user) throws Exception {
    return new Path(as(user, () -> submissions().application(jar, said::add)));
  }

  private static FileSystem files() throws IOException {
    return FileSystem.get(root.toUri(), cluster.fileSystem().getConf());
  }

  private static String content(Path file) throws IOException {
    try (var in = cluster.fileSystem().open(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void nobodyRunsWhatAnotherMayWrite() throws Exception {
    Path ofAlice = application("alice");
    Path ofBob = application("bob");

    assertThat(ofAlice.getParent()).isEqualTo(new Path(root, "submissions"));
    assertThat(ofBob.getParent()).isEqualTo(new Path(root, "submissions-bob"));
    assertThat(cluster.fileSystem().getFileStatus(ofBob).getOwner()).isEqualTo("bob");
    assertThatThrownBy(() -> as("bob", () -> files().create(ofAlice, true)))
        .isInstanceOf(AccessControlException.class);
    assertThatThrownBy(
            () -> as("bob", () -> files().rename(ofAlice.getParent(), new Path(root, "away"))))
        .isInstanceOf(AccessControlException.class);
    // Whoever may write everything puts another one there, as a folder of everybody's once let all.
    try (OutputStream out = cluster.fileSystem().create(ofAlice, true)) {
      out.write("another one".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(application("alice")).isEqualTo(ofAlice);
    assertThat(content(ofAlice)).isEqualTo("the application");
    assertThat(said).hasSize(3).last().asString().contains("is not the application");
    assertThat(application("alice")).isEqualTo(ofAlice);
    assertThat(said).as("a sound one is used as it is").hasSize(3);
  }

  @Test
  void nobodyReadsAnothersExperiment() throws Exception {
    java.nio.file.Path experiment = Files.writeString(temporary.resolve("mine.conf"), "hunter2");

    Path copy =
        new Path(
            as(
                "alice",
                () -> {
                  Submissions submissions = submissions();
                  String mailbox = submissions.mailbox("now", Clock.systemUTC());
                  return submissions.experiment(mailbox, experiment);
                }));

    assertThat(content(copy)).isEqualTo("hunter2");
    assertThat(cluster.fileSystem().getFileStatus(copy).getPermission().toShort())
        .isEqualTo((short) 0600);
    assertThatThrownBy(() -> as("bob", () -> files().open(copy)))
        .isInstanceOf(AccessControlException.class);
    assertThatThrownBy(() -> as("bob", () -> files().listStatus(copy.getParent())))
        .isInstanceOf(AccessControlException.class);
  }
}
