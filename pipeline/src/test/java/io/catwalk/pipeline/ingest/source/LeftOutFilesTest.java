package io.catwalk.pipeline.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.ingest.Ingest;
import io.catwalk.pipeline.ingest.IngestListener;
import io.catwalk.pipeline.ingest.Sources;
import io.catwalk.pipeline.ingest.StoredDatasets;
import io.catwalk.pipeline.ingest.TestImages;
import io.catwalk.pipeline.ingest.entry.SourceImage;
import io.catwalk.pipeline.ingest.packed.TarBlocks;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.SourceFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a source holds is an image of the dataset, or counted among what was left out. */
class LeftOutFilesTest {

  private static final byte[] TEXT = "no image at all".getBytes(StandardCharsets.UTF_8);

  private final HadoopStorage storage = HadoopStorage.with(Map.of());
  private final SourceFiles files = storage.sources();
  @TempDir private Path temporary;

  private Path source() {
    return temporary.resolve("source");
  }

  private void put(byte[] content, String... paths) throws IOException {
    for (String path : paths) {
      Sources.put(source().resolve(path), content);
    }
  }

  private LabelledImages read(Path from, String... classes) {
    var config = Sources.config(from, SplitRule.HASH, "", 0, 8, List.of(classes), 1);
    return new SourceImages(files, config)
        .of(SourceListing.of(files, files.list(config.source()), config.zipEncoding()));
  }

  private static List<String> paths(LabelledImages images) {
    return images.images().stream().map(SourceImage::path).toList();
  }

  private void putAllKinds() throws IOException {
    byte[] jpeg = TestImages.photo("jpg", 1);
    put(jpeg, "cat/_MG_0001.JPG", "cat/DSC.jpg?w=640", "cat/plain", "cat/x.0001", "_dog/_1.jpg");
    put(TestImages.photo("png", 2), "_dog/2.jpg_large");
    put(TestImages.photo("bmp", 3), "_dog/3");
    put(TEXT, "cat/plain text", "cat/notes.txt", "_dog/BM", "_dog/old.jpg~", "readme.md");
    put(jpeg, "cat/IMG.CR2");
    put(jpeg, "cat/.hidden.jpg", "__MACOSX/cat/1.jpg", "cat/@eaDir/1.jpg", "_temporary/cat/1.jpg");
    put(TEXT, "cat/Thumbs.db", "_SUCCESS", ".ipynb_checkpoints/cat/1.jpg");
  }

  private static final String[] READ = {
    "_dog/2.jpg_large",
    "_dog/3",
    "_dog/_1.jpg",
    "cat/DSC.jpg?w=640",
    "cat/_MG_0001.JPG",
    "cat/plain",
    "cat/x.0001"
  };

  private static final Map<String, Long> LEFT_OUT =
      Map.of("no ending", 2L, ".txt", 1L, ".md", 1L, ".cr2", 1L, "other endings", 1L);

  @Test
  void readsImagesWhateverTheirNamesAndCountsTheRest() throws IOException {
    putAllKinds();

    LabelledImages found = read(source());

    assertThat(paths(found)).containsExactly(READ);
    assertThat(found.classes()).containsExactly("_dog", "cat");
    assertThat(found.notices().leftOut()).isEqualTo(LEFT_OUT);
  }

  @Test
  void readsTheSameOfArchives() throws IOException {
    putAllKinds();
    for (String name : List.of("all.zip", "all.tar", "all.tar.gz")) {
      LabelledImages found = read(Sources.pack(source(), temporary.resolve(name)));

      assertThat(paths(found)).as(name).containsExactly(READ);
      assertThat(found.notices().leftOut()).as(name).isEqualTo(LEFT_OUT);
    }
  }

  /** A stream through an archive gives a file's start once, also where links lead to it. */
  @ParameterizedTest
  @ValueSource(strings = {"links.tar", "links.tgz"})
  void looksIntoAllLinksToOneFile(String name) throws IOException {
    byte[] none = new byte[0];
    byte[] tar =
        new TarBlocks()
            .entry('0', "cat/1", "", TestImages.photo("jpg", 1))
            .entry('1', "cat/2", "cat/1", none)
            .entry('2', "dog/3", "../cat/1", none)
            .entry('0', "dog/text", "", TEXT)
            .entry('2', "dog/same text", "text", none)
            .ended();
    byte[] bytes = name.endsWith("gz") ? Sources.gzip(tar) : tar;
    Path archive = Files.write(temporary.resolve(name), bytes);

    LabelledImages found = read(archive);

    assertThat(paths(found)).containsExactly("cat/1", "cat/2", "dog/3");
    assertThat(found.notices().leftOut()).isEqualTo(Map.of("no ending", 2L));
  }

  @Test
  void refusesThatAClassVanishes() throws IOException {
    put(TestImages.photo("jpg", 1), "cat/1.jpg", "dog/1.jpg");
    put(TEXT, "bird/1", "bird/2.html", "readme/of/all.txt", "cat/readme.txt");

    assertThatThrownBy(() -> read(source()))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .hasMessageContaining("the folder bird/ lies beside those of classes and holds 2 files")
        .hasMessageContaining("data.classes");
    assertThat(read(source(), "cat", "dog").notices().files()).isEqualTo(4);
  }

  /** Also where the dataset is there already, from this source or from another one. */
  @Test
  void tellsItEachTimeAndKeepsItInTheManifest() throws IOException {
    Sources.pets(source(), 20);
    put(TEXT, "cat/notes.txt", "cat/more.txt");
    ArtifactStore store = storage.store(temporary.resolve("store").toString());
    List<Map<String, Long>> told = new ArrayList<>();
    List<Boolean> again = new ArrayList<>();
    IngestListener listener =
        new IngestListener() {
          @Override
          public void finished(DatasetManifest manifest, boolean reused) {
            told.add(manifest.notices().leftOut());
            again.add(reused);
          }
        };
    Ingest ingest = new Ingest(LocalSpark.session(), store, files);
    var config = Sources.config(source(), SplitRule.HASH, "");
    String version = ingest.run(config, listener).manifest().version();
    ingest.run(config, listener);
    put(TEXT, "dog/third.txt");
    StoredDataset third = ingest.run(config, listener);

    assertThat(third.manifest().version()).isEqualTo(version);
    assertThat(again).containsExactly(false, true, false);
    assertThat(told).containsExactly(Map.of(".txt", 2L), Map.of(".txt", 2L), Map.of(".txt", 3L));
    assertThat(new StoredDatasets(store, files).open("pets").manifest().notices().leftOut())
        .isEqualTo(Map.of(".txt", 2L));
  }
}
