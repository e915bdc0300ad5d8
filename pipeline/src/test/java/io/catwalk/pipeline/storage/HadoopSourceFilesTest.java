package io.catwalk.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another file system than the local one: the same folder under Hadoop's viewfs. */
class HadoopSourceFilesTest {

  private static final String ROOT = "viewfs://photos/all";

  @TempDir private Path folder;
  private SourceFiles files;

  @BeforeEach
  void open() {
    files =
        HadoopStorage.with(
                Map.of(
                    "fs.viewfs.impl.disable.cache",
                    "true",
                    "fs.viewfs.mounttable.photos.link./all",
                    folder.toUri().toString()))
            .sources();
  }

  private void write(String... paths) throws IOException {
    for (String path : paths) {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, path);
    }
  }

  @Test
  void listsWhatIsNotHiddenBelowAFolder() throws IOException {
    write("cat/a.jpg", "cat/.hidden.jpg", "_temporary/a.jpg", "dog/deep/_b.jpg", "top.jpg");

    assertThat(files.list(ROOT))
        .extracting(SourceFile::path)
        .containsExactly("cat/a.jpg", "dog/deep/_b.jpg", "top.jpg");
    SourceFile cat = files.list(ROOT).get(0);
    assertThat(cat.uri()).isEqualTo(ROOT + "/cat/a.jpg");
    assertThat(cat.length()).isEqualTo("cat/a.jpg".length());
    assertThat(cat.modified())
        .isEqualTo(Files.getLastModifiedTime(folder.resolve("cat/a.jpg")).toMillis());
  }

  @Test
  void severalMatchesKeepTheirNamesAndOneFileHasItsOwn() throws IOException {
    write("day1/cat/a.jpg", "day2/cat/a.jpg");

    assertThat(files.list(ROOT + "/day*"))
        .extracting(SourceFile::path)
        .containsExactly("day1/cat/a.jpg", "day2/cat/a.jpg");
    assertThat(files.list(ROOT + "/day1/cat/a.jpg"))
        .extracting(SourceFile::path)
        .containsExactly("a.jpg");
  }

  @Test
  void findsOneFileThatIsNotHidden() throws IOException {
    write(".git/a.jpg", "cat/@eaDir/b.jpg", "dog/deep/b.jpg");

    assertThat(files.any(ROOT)).isEqualTo(ROOT + "/dog/deep/b.jpg");
    assertThat(files.any(ROOT + "/dog/deep/b.jpg")).isEqualTo(ROOT + "/dog/deep/b.jpg");
    assertThat(files.any(ROOT + "/[cd]*")).isEqualTo(ROOT + "/dog/deep/b.jpg");
    assertThatThrownBy(() -> files.any(ROOT + "/cat"))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .hasMessage(ROOT + "/cat: there is no file in it");
    assertThatThrownBy(() -> files.any(ROOT + "/none")).hasMessageContaining("there is nothing");
  }

  @Test
  void readsAllOrAPart() throws IOException {
    write("cat/a.jpg");
    String file = ROOT + "/cat/a.jpg";

    assertThat(files.read(file)).asString(StandardCharsets.UTF_8).isEqualTo("cat/a.jpg");
    assertThat(files.read(file, 4, 3)).asString(StandardCharsets.UTF_8).isEqualTo("a.j");
    try (InputStream in = files.open(file)) {
      assertThat(in.read()).isEqualTo('c');
    }
  }

  @Test
  void whatIsNoPathIsTheUsersMistake() {
    for (String wrong : new String[] {"", "hdfs://[a", "photos [2019"}) {
      assertThatThrownBy(() -> files.list(wrong))
          .isInstanceOfSatisfying(
              CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
          .hasMessageStartingWith("data.source = " + wrong + ": expected a path or URI (");
      assertThatThrownBy(() -> files.any(wrong))
          .isInstanceOfSatisfying(
              CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE));
    }
  }

  @Test
  void whatCannotBeReachedIsToldInALine() {
    for (String far : new String[] {"gopher://host/x", "viewfs://unknown/x"}) {
      assertThatThrownBy(() -> files.list(far)).hasMessageStartingWith("Cannot list " + far);
      assertThatThrownBy(() -> files.any(far)).hasMessageStartingWith("Cannot list " + far);
    }
  }
}
