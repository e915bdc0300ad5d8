package io.catwalk.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders and files whose names look like patterns, schemes or escapes. */
class NamesLikePatternsTest {

  private final SourceFiles files = HadoopStorage.with(Map.of()).sources();
  @TempDir private Path folder;

  private void write(String... paths) throws IOException {
    for (String path : paths) {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, path);
    }
  }

  private List<String> paths(String pattern) {
    return files.list(folder + "/" + pattern).stream().map(SourceFile::path).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "photos [2019]",
        "a*b?",
        "{one,two}",
        "back\\slash",
        "half [open",
        "a#b",
        "a%20b",
        "sp ace",
        "x:y"
      })
  void aNameStandsForItself(String name) throws IOException {
    write(name + "/cat/1.jpg", name + "/dog/2.jpg", "photos 2/cat/3.jpg", "axb1/cat/4.jpg");

    assertThat(paths(name)).containsExactly("cat/1.jpg", "dog/2.jpg");
    assertThat(paths(name + "/*/1.jpg")).containsExactly("1.jpg");
    assertThat(paths(name + "/{cat,dog}")).containsExactly("cat/1.jpg", "dog/2.jpg");
    String one = files.any(folder + "/" + name);
    assertThat(one).startsWith("file:" + folder + "/" + name + "/");
    assertThat(files.read(one)).isNotEmpty();
    assertThat(files.list(one)).extracting(SourceFile::uri).containsExactly(one);
    assertThat(files.read(one, 0, 1)).hasSize(1);
  }

  @Test
  void whatHasNoSuchNameIsAPattern() throws IOException {
    write("photos 2/cat/3.jpg", "photos 0/cat/4.jpg", "photos 3/cat/5.jpg");

    assertThat(paths("photos [2019]")).containsExactly("photos 0/cat/4.jpg", "photos 2/cat/3.jpg");
    assertThat(paths("{photos 2/cat,photos 3}/*"))
        .containsExactly("photos 2/cat/3.jpg", "photos 3/cat/5.jpg");
    assertThat(paths("photos\\ 2/c?t")).containsExactly("3.jpg");
    assertThatThrownBy(() -> paths("photos 7*")).hasMessageContaining("there is nothing");
  }

  @Test
  void aTimeOfDayIsAName() throws IOException {
    write("at 10:30:00.jpg", "x:y/cat/1.jpg", "cat/2.jpg");

    assertThat(paths("at 10:30:00.jpg")).containsExactly("at 10:30:00.jpg");
    assertThat(paths("c*")).as("beside a name with a colon").containsExactly("2.jpg");
    assertThat(paths("*:*/cat")).containsExactly("1.jpg");
    assertThat(paths("")).containsExactly("at 10:30:00.jpg", "cat/2.jpg", "x:y/cat/1.jpg");
  }

  @Test
  void aNameWithAColonIsNoScheme() throws IOException {
    // Relative to where the tests run.
    Path here = Files.createTempDirectory(Path.of("").toAbsolutePath(), "x:y ");
    try {
      Files.writeString(here.resolve("1.jpg"), "1");
      assertThat(files.list(here.getFileName().toString()))
          .extracting(SourceFile::path)
          .containsExactly("1.jpg");
    } finally {
      Files.delete(here.resolve("1.jpg"));
      Files.delete(here);
    }
  }
}
