package io.catwalk.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a {@link StorageTrial} learns of a storage that has quotas and keeps copies. */
class StorageQuotaTest {

  @TempDir private Path folder;
  private QuotaFileSystem files;
  private StorageTrial trial;

  @BeforeEach
  void open() throws IOException {
    files = new QuotaFileSystem();
    trial = trial(folder);
  }

  private StorageTrial trial(Path root) {
    StorageTrial.Client client = StorageTrial.Client.of(files);
    return new StorageTrial(client, client, new org.apache.hadoop.fs.Path(root.toString()));
  }

  @AfterEach
  void close() {
    trial.close();
  }

  @Test
  void namesItself() {
    assertThat(trial.scheme()).isEqualTo("hdfs");
    assertThat(trial.root()).isEqualTo("hdfs://here" + folder);
    assertThat(trial.uri()).startsWith(trial.root() + "/" + StorageTrial.MARK);
    assertThat(Path.of(java.net.URI.create(trial.uri()).getPath())).hasContent("catwalk doctor\n");
  }

  @Test
  void theSmallestQuotaOnTheWayUpCountsDividedByTheCopies() {
    assertThat(trial.free()).isEqualTo(10_000);
    files.quota(folder, 9_000, 3_000);
    assertThat(trial.free()).isEqualTo(2_000);
    files.quota(folder.getParent(), 600, 0);
    assertThat(trial.free()).isEqualTo(200);
    files.quota(folder.getParent(), 0, 0);
    assertThat(trial.free()).isZero();
    files.quota(folder.getParent(), -1, 500);
    assertThat(trial.free()).isEqualTo(2_000);
    files.remaining = 100;
    assertThat(trial.free()).isEqualTo(100);
  }

  @Test
  void whatIsNotToldIsNoLimit() {
    files.remaining = -1;

    assertThat(trial.free()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void copiesAreWaitedForAWhile() {
    assertThat(trial.copiesAsked()).isEqualTo(3);
    files.looksUntilCopied = 2;
    assertThat(trial.copies()).isEqualTo(3);
    files.copies = 0;
    assertThat(trial.copiesAsked()).isEqualTo(1);
    files.copies = 3;
    files.looksUntilCopied = 100;

    assertThat(trial.copies()).isEqualTo(1);
    assertThat(files.looksUntilCopied).isEqualTo(100 - 11);
  }

  @Test
  void copiesThatAreNotToldOfAreTheClustersFault() {
    files.looksUntilCopied = -1;

    assertThatThrownBy(trial::copies)
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CLUSTER))
        .hasMessage("Cannot ask for the copies of " + trial.uri() + ": not told");
  }

  @Test
  void anInterruptionEndsTheWaitForCopies() {
    files.looksUntilCopied = 100;
    Thread.currentThread().interrupt();

    assertThatThrownBy(trial::copies).isInstanceOf(IllegalStateException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aNewRootThatSomebodyBeganToUseStays() throws IOException {
    Path root = folder.resolve("new");
    StorageTrial first = trial(root);
    Files.writeString(root.resolve("run"), "x");

    first.close();

    assertThat(root.resolve("run")).exists();
    try (var left = Files.list(root)) {
      assertThat(left).hasSize(1);
    }
  }
}
