package io.catwalk.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local disk by the system's calls is what it is by Hadoop's. */
class LocalDiskTest {

  private final SourceFiles files = HadoopStorage.with(Map.of()).sources();

  @TempDir private Path folder;

  private Path write(String path) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, path);
  }

  @Test
  void listsWhatIsNotHiddenBelowAFolder() throws IOException {
    Path cat = write("cat/a cat 100%.jpg");
    write("cat/.hidden.jpg");
    write("__MACOSX/a.jpg");
    write(".git/a.jpg");
    write("dog/deep/b.jpg");
    Files.createSymbolicLink(folder.resolve("linked"), folder.resolve("dog"));

    List<SourceFile> found = files.list(folder.toString());

    assertThat(found)
        .extracting(SourceFile::path)
        .containsExactly("cat/a cat 100%.jpg", "dog/deep/b.jpg", "linked/deep/b.jpg");
    assertThat(found.get(0).uri()).isEqualTo("file:" + cat);
    assertThat(found.get(0).length()).isEqualTo(Files.size(cat));
    assertThat(found.get(0).modified()).isEqualTo(Files.getLastModifiedTime(cat).toMillis());
  }

  @Test
  void findsAFileThatIsNotHidden() throws IOException {
    write(".git/a.jpg");
    Files.createDirectory(folder.resolve("empty"));
    Path only = write("dog/deep/b.jpg");

    assertThat(files.any(folder.toString())).isEqualTo("file:" + only);
    assertThatThrownBy(() -> files.any(folder + "/empty")).hasMessageContaining("no file in it");
  }

  @Test
  void aGlobsFoldersKeepTheirNames() throws IOException {
    write("one/a.jpg");
    write("two/a.jpg");

    assertThat(files.list(folder + "/*"))
        .extracting(SourceFile::path)
        .containsExactly("one/a.jpg", "two/a.jpg");
  }

  @Test
  void readsByTheNameThatItLists() throws IOException {
    write("a cat 100%.jpg");

    assertThat(files.read(files.list(folder.toString()).get(0).uri()))
        .isEqualTo("a cat 100%.jpg".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> files.read("file:" + folder + "/none.jpg"))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("none.jpg");
  }
}
