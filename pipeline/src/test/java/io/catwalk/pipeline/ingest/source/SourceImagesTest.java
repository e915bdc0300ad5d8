package io.catwalk.pipeline.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.DatasetConfig.SourceFormat;
import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import io.catwalk.pipeline.ingest.Sources;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.SourceFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceImagesTest {

  private static final byte[] ANY = {1};

  private final SourceFiles files = HadoopStorage.with(Map.of()).sources();
  @TempDir private Path folder;

  private void put(String... paths) throws IOException {
    for (String path : paths) {
      Sources.put(folder.resolve(path), ANY);
    }
  }

  private LabelledImages read(DatasetConfig config) {
    String source = config.source();
    return new SourceImages(files, config).of(SourceListing.of(files, files.list(source), ""));
  }

  private LabelledImages read(String glob, String... classes) {
    return read(Sources.config(folder + glob, SplitRule.HASH, "", 0, 8, List.of(classes), 1));
  }

  private static Set<String> described(LabelledImages images) {
    return images.images().stream()
        .map(i -> i.path() + " " + images.classes().get(i.label()) + " " + i.split())
        .collect(Collectors.toSet());
  }

  @Test
  void readsFoldersAndSplitsAndLeavesOtherFilesOut() throws IOException {
    put("photos/train/cat/1.jpg", "photos/val/dog/2.JPEG", "photos/test/cat/3.webp");
    put(
        "photos/readme.txt",
        "photos/train/.cat/4.jpg",
        "photos/train/__MACOSX/5.jpg",
        "photos/train/cat/.6.jpg");
    assertThat(described(read("")))
        .containsExactlyInAnyOrder(
            "photos/train/cat/1.jpg cat TRAIN",
            "photos/val/dog/2.JPEG dog VALIDATION",
            "photos/test/cat/3.webp cat TEST");
  }

  @Test
  void readsKaggleNames() throws IOException {
    put("train/cat.1.jpg", "train/dog.12.jpg", "test/dog.3.jpg");
    LabelledImages found = read("");
    assertThat(found.format()).isEqualTo(SourceFormat.KAGGLE);
    assertThat(described(found))
        .containsExactlyInAnyOrder(
            "train/cat.1.jpg cat TRAIN", "train/dog.12.jpg dog TRAIN", "test/dog.3.jpg dog TEST");
  }

  @Test
  void keepsClassFoldersThatAGlobNames() throws IOException {
    put("cat/1.jpg", "cow/1.jpg", "dog/1.jpg");
    assertThat(described(read("/c*/*.jpg")))
        .containsExactlyInAnyOrder("cat/1.jpg cat null", "cow/1.jpg cow null");
    assertThat(described(read("/{cat,dog}"))).hasSize(2);
  }

  @Test
  void refusesWhatCannotBeLearned() throws IOException {
    put("cat/1.jpg");
    assertThatThrownBy(() -> read("")).hasMessageContaining("one class only, 'cat'");
    put("dog/1.jpg");
    assertThatThrownBy(() -> read("", "cat", "cow"))
        .hasMessageContaining("class 'dog'", "data.classes");
    assertThatThrownBy(() -> read("", "cat", "dog", "cow"))
        .hasMessageContaining("no image of class 'cow'");
    assertThat(read("", "dog", "cat").images().get(0).label()).isEqualTo(1);
    put("3.jpg");
    assertThatThrownBy(() -> read(""))
        .isInstanceOf(CatwalkException.class)
        .hasMessageContaining("3.jpg says no class");
  }

  @Test
  void refusesASourceWithoutImages() throws IOException {
    put("cat/1.txt");
    assertThatThrownBy(() -> read("")).hasMessageContaining("holds no images");
  }

  @Test
  void asksForASplitThatTheSourceGives() throws IOException {
    put("train/cat/1.jpg", "train/dog/2.jpg");
    DatasetConfig config = Sources.config(folder, SplitRule.SOURCE, "");
    assertThatThrownBy(() -> SplitAssignment.of(config, read(config).images()))
        .hasMessageContaining("has no test part")
        .hasMessageContaining("data.split = hash");
    put("cat/3.jpg");
    assertThatThrownBy(() -> SplitAssignment.of(config, read(config).images()))
        .hasMessageContaining("cat/3.jpg lies in none of");
  }

  @Test
  void nestsLimits() throws IOException {
    for (int i = 0; i < 60; i++) {
      put("cat/" + i + ".jpg", "dog/" + i + ".jpg", "dog/more" + i + ".jpg");
    }
    LabelledImages all = read("");
    Set<String> ten = described(new LimitedSample(10, 7).of(all));
    Set<String> fifty = described(new LimitedSample(50, 7).of(all));
    assertThat(ten).hasSize(9); // 3.33 of the cats, 6.67 of the dogs, never more than the limit
    assertThat(fifty).hasSize(49).containsAll(ten);
    assertThat(described(new LimitedSample(50, 8).of(all))).isNotEqualTo(fifty);
    assertThat(described(new LimitedSample(0, 7).of(all))).hasSize(180);
    assertThatThrownBy(() -> new LimitedSample(2, 7).of(all))
        .hasMessageContaining("data.limit = 2 leaves no image of class 'cat'")
        .hasMessageContaining("at least 3");
  }

  private LabelledImages table(String text) {
    return SplitTable.parse("split.tsv", text.getBytes(StandardCharsets.UTF_8)).apply(read(""));
  }

  @Test
  void appliesASplitTable() throws IOException {
    put("cat/1.jpg", "cat/2.jpg", "dog/1.jpg", "dog/2.jpg");
    assertThat(described(table("split\tfile\tlabel\ntrain\tcat/1.jpg\tcat\nval\tdog/2.jpg\t\n")))
        .containsExactlyInAnyOrder("cat/1.jpg cat TRAIN", "dog/2.jpg dog VALIDATION");
    assertThat(described(table("file,split\ncat/2.jpg,test\n")))
        .containsExactly("cat/2.jpg cat TEST");
    assertThatThrownBy(() -> table("split,file\ntrain,cat/1.jpg\n\ntrain,cat/9.jpg\n"))
        .hasMessageContaining("split.tsv:4: cat/9.jpg is not in the source");
    assertThatThrownBy(() -> table("split,file,label\ntrain,cat/1.jpg,dog\n"))
        .hasMessageContaining("split.tsv:2: cat/1.jpg is labelled 'dog', the source says 'cat'");
    assertThatThrownBy(() -> table("split,file\nlearn,cat/1.jpg\n"))
        .hasMessageContaining("split.tsv:2: split 'learn'");
    assertThatThrownBy(() -> table("part,file\n"))
        .hasMessageContaining("split.tsv:1: expected the columns");
    assertThatThrownBy(() -> table("split,file\ntest,cat/1.jpg\ntrain,cat/1.jpg\n"))
        .hasMessageContaining("split.tsv:3: cat/1.jpg stands on line 2 already");
  }

  @Test
  void aClassHasANameThatPeopleSee() throws IOException {
    put(" /1.jpg", "dog/2.jpg");
    LabelledImages images = read("");
    assertThatThrownBy(() -> ClassNames.requireVisible(images, "pets"))
        .isInstanceOf(CatwalkException.class)
        .hasMessage(
            "pets: class ' ', of  /1.jpg, has a name of spaces or control characters; rename its folder");
  }
}
