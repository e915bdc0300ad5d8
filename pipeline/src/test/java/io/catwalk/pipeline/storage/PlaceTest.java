package io.catwalk.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.storage.HadoopStorage.Place;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and folders as users name them. */
class PlaceTest {

  private static final HadoopStorage STORAGE = HadoopStorage.with(Map.of());

  @TempDir private Path folder;

  @Test
  void slashesAtTheEndDoNotCount() {
    Place place = STORAGE.place(folder + "/scored/today//");

    assertThat(place.store().root().toString()).endsWith(folder + "/scored");
    assertThat(place.name()).isEqualTo("today");
    assertThat(place.uri()).isEqualTo("file:" + folder + "/scored/today");
    assertThat(place.uri("a.png")).isEqualTo("file:" + folder + "/scored/today/a.png");
    assertThat(place.exists()).isFalse();
  }

  @Test
  void aNameAloneLiesInTheWorkingDirectory() {
    assertThat(STORAGE.place("today").uri()).isEqualTo("file:" + Path.of("today").toAbsolutePath());
  }

  @Test
  void whatLiesInTheRootIsFound() {
    assertThat(STORAGE.place("/today").uri()).isEqualTo("file:/today");
    assertThat(STORAGE.place("file:/today/").uri()).isEqualTo("file:/today");
    assertThat(STORAGE.place("file:///today").uri()).isEqualTo("file:/today");
  }
}
