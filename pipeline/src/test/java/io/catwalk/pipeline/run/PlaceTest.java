package io.catwalk.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.model.CatalogModels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and folders as users name them. */
class PlaceTest {

  @TempDir private Path folder;

  @Test
  void slashesAtTheEndDoNotCount() {
    try (Workbench bench = bench()) {
      Place place = Place.at(bench, folder + "/scored/today//");

      assertThat(place.store().root().toString()).endsWith(folder + "/scored");
      assertThat(place.name()).isEqualTo("today");
      assertThat(place.uri()).isEqualTo("file:" + folder + "/scored/today");
      assertThat(place.uri("a.png")).isEqualTo("file:" + folder + "/scored/today/a.png");
      assertThat(place.exists()).isFalse();
    }
  }

  @Test
  void aNameAloneLiesInTheWorkingDirectory() {
    try (Workbench bench = bench()) {
      Place place = Place.at(bench, "today");

      assertThat(place.uri()).isEqualTo("file:" + Path.of("today").toAbsolutePath());
    }
  }

  private static Workbench bench() {
    ConfigLoader loader = new ConfigLoader(new CatalogModels());
    return new Workbench(
        loader.load(new ConfigSources(Map.of(), List.of(), false)), () -> "places");
  }
}
