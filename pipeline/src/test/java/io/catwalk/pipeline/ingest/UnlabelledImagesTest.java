package io.catwalk.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.HashTable;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.SourceFiles;
import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which images are asked for, and in which parts. */
class UnlabelledImagesTest {

  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

  @TempDir private Path temporary;
  private final SourceFiles files = HadoopStorage.with(Map.of()).sources();
  private Path source;

  @BeforeEach
  void draw() throws IOException {
    source = temporary.resolve("source");
    for (int i = 0; i < 5; i++) {
      put(i + ".png", i);
    }
  }

  private void put(String name, int seed) throws IOException {
    Sources.put(source.resolve(name), TestImages.photo("png", seed));
    touch(source.resolve(name), NOON);
  }

  private static void touch(Path file, Instant time) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(time));
  }

  private UnlabelledImages read(UnlabelledImages.Source asked) {
    return UnlabelledImages.read(
        LocalSpark.session(),
        files,
        asked,
        new ImageShape(8, 8, 1),
        ResizeMode.CROP,
        Sources.config(source, SplitRule.HASH, ""));
  }

  private UnlabelledImages.Source unknownTo(HashTable known, int part) {
    return new UnlabelledImages.Source(source.toString(), Map.of(), Instant.MIN, known, part);
  }

  private static List<List<String>> paths(UnlabelledImages images) {
    return images.parts().stream()
        .map(part -> part.examples().map(Example::path).collect().stream().sorted().toList())
        .toList();
  }

  private HashTable keys() {
    try (UnlabelledImages images = read(UnlabelledImages.Source.all(source.toString()))) {
      return images.parts().get(0).keys(Set.of());
    }
  }

  @Test
  void partsHoldSoManyImagesInTheOrderOfTheirPaths() {
    try (UnlabelledImages images = read(unknownTo(HashTable.EMPTY, 2))) {
      assertThat(paths(images))
          .containsExactly(List.of("0.png", "1.png"), List.of("2.png", "3.png"), List.of("4.png"));
      assertThat(images.parts())
          .extracting(part -> part.keys(Set.of()).size())
          .containsExactly(2, 2, 1);
      assertThat(images.examples().count()).isEqualTo(5);
      assertThat(images.count()).isEqualTo(5);
    }
  }

  @Test
  void whatIsKnownIsLeftOutUntilItsFileChanges() throws IOException {
    HashTable known = keys();
    assertThat(known.size()).isEqualTo(5);
    put("later.png", 7);
    touch(source.resolve("2.png"), NOON.plusSeconds(1));

    try (UnlabelledImages images = read(unknownTo(known, 10))) {
      assertThat(paths(images)).containsExactly(List.of("2.png", "later.png"));
      assertThat(images.leftOut()).isEqualTo(Map.of("scored before", 4L));
    }
  }

  @Test
  void allKnownIsNoMistake() {
    try (UnlabelledImages images = read(unknownTo(keys(), 10))) {
      assertThat(images.parts()).isEmpty();
      assertThat(images.examples().count()).isZero();
      assertThat(images.quarantined()).isEmpty();
      assertThat(images.facts(LocalSpark.session()).count()).isZero();
    }
  }

  /** A copy for a cluster's executors is younger than what was copied, and lies elsewhere. */
  @Test
  void copiesCountAsTheirOriginals() throws IOException {
    HashTable known = keys();
    Map<String, SourceFile> originals =
        files.list(source.toString()).stream()
            .collect(Collectors.toMap(SourceFile::path, Function.identity()));
    Path copy = temporary.resolve("copy");
    for (int i = 0; i < 5; i++) {
      Sources.put(copy.resolve(i + ".png"), TestImages.photo("png", i));
    }
    Sources.put(copy.resolve("arrived.png"), TestImages.photo("png", 9));

    try (UnlabelledImages images = read(copied(copy, originals, Instant.MIN, known))) {
      assertThat(images.leftOut())
          .isEqualTo(Map.of("came while others were copied", 1L, "scored before", 5L));
    }
    Instant later = NOON.plusSeconds(1);
    try (UnlabelledImages images = read(copied(copy, originals, later, HashTable.EMPTY))) {
      assertThat(images.leftOut())
          .isEqualTo(
              Map.of("came while others were copied", 1L, "older than 2026-11-29T12:00:01Z", 5L));
    }
  }

  private static UnlabelledImages.Source copied(
      Path copy, Map<String, SourceFile> originals, Instant since, HashTable known) {
    return new UnlabelledImages.Source(copy.toString(), originals, since, known, 10);
  }
}
