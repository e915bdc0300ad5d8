package io.catwalk.pipeline.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.CatwalkException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

/**
 * A process dies before each of the calls that a publication makes of a store that cannot rename in
 * one step. Whoever looks then finds a whole folder or none, and can publish where there is none.
 * {@link ContractMain} runs it.
 */
class ObjectFolderCrashes {

  private static final List<String> FILES = List.of("a", "b", "shards/c");

  private final String root =
      System.getProperty(GivenStoreContract.ROOT) + "/crashes-" + UUID.randomUUID();
  private final ArtifactStore survivor =
      HadoopStorage.with(GivenStoreContract.settings()).store(root);

  private static boolean published(ArtifactStore store, String path, String writer) {
    try (StagedFolder staged = store.stage(path)) {
      for (String file : FILES) {
        staged.write(file, writer.getBytes(UTF_8));
      }
      return staged.publish();
    }
  }

  @Test
  void aFolderIsWholeOrNotThere() throws IOException {
    Configuration configuration = new Configuration();
    GivenStoreContract.settings().forEach(configuration::set);
    Path place = new Path(root);
    FileSystem files = place.getFileSystem(configuration);
    int whole = 0;
    int none = 0;
    boolean ended = false;
    for (int calls = 0; !ended; calls++) {
      String path = "runs/r" + calls;
      DyingFileSystem dying = new DyingFileSystem(files, calls);
      try {
        ended = published(new HadoopArtifactStore(dying, place), path, "the first");
      } catch (CatwalkException | UncheckedIOException e) {
        assertThat(e).hasMessageContaining(DyingFileSystem.DEAD);
      }
      String writer = "the first";
      // In turns, since a folder is looked for in two ways.
      boolean there =
          calls % 2 == 0
              ? survivor.exists(path)
              : survivor.list("runs").contains(path.substring("runs/".length()));
      if (there) {
        whole++;
      } else {
        none++;
        writer = "the second";
        assertThat(published(survivor, path, writer)).isTrue();
      }
      assertThat(survivor.list(path)).containsExactly("_SUCCESS", "a", "b", "shards");
      for (String file : FILES) {
        assertThat(survivor.read(path + "/" + file)).asString(UTF_8).isEqualTo(writer);
      }
    }
    assertThat(survivor.list("runs").stream().filter(name -> name.endsWith(".publishing")))
        .isEmpty();
    assertThat(none).isGreaterThan(10);
    assertThat(whole).isGreaterThan(5);
    System.out.println("crash points " + (none + whole) + ", whole " + whole);
    survivor.delete("");
  }
}
