package io.catwalk.pipeline.ingest.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.config.DatasetConfig.SourceFormat;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;

class SourceLayoutTest {

  private static List<String> read(SourceFormat format, String... paths) {
    return described(new SourceLayout(format, "photos").read(List.of(paths)));
  }

  private static List<String> read(String... paths) {
    return read(SourceFormat.AUTO, paths);
  }

  /** A word an image: its class, and its split where it has one; {@code -} without a class. */
  private static List<String> described(Reading reading) {
    List<String> words = new ArrayList<>();
    for (Reading.Label label : reading.labels()) {
      String split = label.split().map(s -> " " + s.id()).orElse("");
      words.add(label.className().orElse("-") + split);
    }
    return words;
  }

  private static AbstractStringAssert<?> refused(String... paths) {
    List<CatwalkException> thrown = new ArrayList<>();
    assertThatThrownBy(() -> read(paths))
        .isInstanceOfSatisfying(CatwalkException.class, thrown::add);
    assertThat(thrown.get(0).exitCode()).isEqualTo(ExitCode.DATA);
    return assertThat(thrown.get(0).getMessage()).doesNotContain("\n");
  }

  private static List<String> notes(String... paths) {
    return new SourceLayout(SourceFormat.AUTO, "photos").read(List.of(paths)).notes();
  }

  @Test
  void theClassIsTheFolderBelowTheSource() {
    assertThat(read("cats/1.jpg", "dogs/2.jpg")).containsExactly("cats", "dogs");
    assertThat(read("cats/kaggle/1.jpg", "cats/own/2.jpg", "dogs/3.jpg"))
        .containsExactly("cats", "cats", "dogs");
    assertThat(notes("cats/kaggle/1.jpg", "cats/own/2.jpg", "dogs/3.jpg"))
        .singleElement()
        .asString()
        .contains("cats/kaggle, cats/own", "data.format = inner-folders");
    assertThat(read("cats/kaggle/1.jpg", "cats/own/2.jpg", "dogs/flickr/3.jpg"))
        .containsExactly("cats", "cats", "dogs");
    // Every class has the same folder within, which is none then.
    assertThat(read("train/n01/images/1.JPEG", "train/n02/images/2.JPEG"))
        .containsExactly("n01 train", "n02 train");
    assertThat(notes("train/n01/images/1.JPEG", "train/n02/images/2.JPEG")).isEmpty();
  }

  @Test
  void foldersThatWrapTheSourceAndThoseOfSplitsAreNoClasses() {
    assertThat(read("PetImages/Cat/1.jpg", "PetImages/Dog/2.jpg")).containsExactly("Cat", "Dog");
    assertThat(read("a/b/train/cat/1.jpg", "a/b/val/dog/2.jpg", "a/b/test/cat/3.jpg"))
        .containsExactly("cat train", "dog validation", "cat test");
    assertThat(read("train/images/cat/1.jpg", "test/images/dog/2.jpg"))
        .containsExactly("cat train", "dog test");
    assertThat(read("2019/train/cat/1.jpg", "2020/train/dog/2.jpg"))
        .containsExactly("cat train", "dog train");
    assertThat(read("train/cat/1.jpg", "train/dog/2.jpg", "cat/3.jpg"))
        .containsExactly("cat train", "dog train", "cat");
    // The split within the class.
    assertThat(read("cat/train/1.jpg", "cat/test/2.jpg", "dog/train/3.jpg"))
        .containsExactly("cat train", "cat test", "dog train");
    // Below the split, names of splits are classes.
    assertThat(read("train/valid/1.jpg", "train/invalid/2.jpg"))
        .containsExactly("valid train", "invalid train");
  }

  @Test
  void namesCountOnlyWhereThereAreNoClassFolders() {
    assertThat(read("cats/camA.0001.jpg", "cats/camA.0002.jpg", "dogs/camA.0003.jpg"))
        .containsExactly("cats", "cats", "dogs");
    assertThat(read("cats/camA.0001.jpg", "dogs/camB.0002.jpg")).containsExactly("cats", "dogs");
    assertThat(notes("cats/camA.0001.jpg", "dogs/camB.0002.jpg"))
        .singleElement()
        .asString()
        .contains("camA, camB", "data.format = kaggle");
    assertThat(read("cat.1.jpg", "dog.2.jpg")).containsExactly("cat", "dog");
    assertThat(read("photos/cat.1.jpg", "photos/dog.2.jpg")).containsExactly("cat", "dog");
    assertThat(read("train/cat.1.jpg", "test/dog.2.jpg")).containsExactly("cat train", "dog test");
    assertThat(read("cat.1.jpg", "dog.2.jpg", "more/cat.3.jpg"))
        .containsExactly("cat", "dog", "cat");
  }

  @Test
  void twoReadingsAreRefusedWithBothAndTheKey() {
    String[] nested = {
      "cats/kaggle/1.jpg", "cats/own/2.jpg", "dogs/kaggle/3.jpg", "dogs/own/4.jpg"
    };
    refused(nested)
        .contains(
            "photos can be read in two ways",
            "cats, dogs (data.format = outer-folders)",
            "kaggle, own (data.format = inner-folders)");
    assertThat(read(SourceFormat.OUTER_FOLDERS, nested))
        .containsExactly("cats", "cats", "dogs", "dogs");
    assertThat(read(SourceFormat.INNER_FOLDERS, nested))
        .containsExactly("kaggle", "own", "kaggle", "own");
    assertThatThrownBy(() -> read(SourceFormat.FOLDERS, nested)).hasMessageContaining("two ways");
    assertThat(
            described(
                new SourceLayout(SourceFormat.AUTO, "photos")
                    .read(List.of(nested), List.of("dogs", "cats"))))
        .containsExactly("cats", "cats", "dogs", "dogs");

    String[] named = {"part1/cat.1.jpg", "part1/dog.2.jpg", "part2/cat.3.jpg", "part2/dog.4.jpg"};
    refused(named)
        .contains("part1, part2 (data.format = folders)", "cat, dog (data.format = kaggle)");
    assertThat(read(SourceFormat.FOLDERS, named))
        .containsExactly("part1", "part1", "part2", "part2");
    assertThat(read(SourceFormat.KAGGLE, named)).containsExactly("cat", "dog", "cat", "dog");
  }

  @Test
  void kagglesTestImagesHaveNoClass() {
    for (String wrapper : List.of("", "dogs-vs-cats/", "a/b/")) {
      assertThat(
              read(
                  wrapper + "train/cat.0.jpg",
                  wrapper + "train/dog.0.jpg",
                  wrapper + "test1/1.jpg",
                  wrapper + "test1/2.jpg"))
          .as(wrapper)
          .containsExactly("cat train", "dog train", "-", "-");
      assertThat(
              read(
                  wrapper + "train/cat/0.jpg", wrapper + "train/dog/0.jpg", wrapper + "test/1.jpg"))
          .as(wrapper)
          .containsExactly("cat train", "dog train", "- test");
    }
    // Two archives side by side, each with a folder of its own name.
    assertThat(read("train/train/cat.0.jpg", "train/train/dog.0.jpg", "test1/test1/1.jpg"))
        .containsExactly("cat train", "dog train", "-");
    Reading.Label left =
        new SourceLayout(SourceFormat.AUTO, "photos")
            .read(List.of("w/train/cat.0.jpg", "w/train/dog.0.jpg", "w/test1/1.jpg"))
            .labels()
            .get(2);
    assertThat(left.folder()).isEqualTo("w/test1");
    assertThat(
            described(
                new SourceLayout(SourceFormat.AUTO, "photos")
                    .read(
                        List.of("train/cat/1.jpg", "train/dog/2.jpg", "test1/3.jpg"),
                        List.of("cat", "dog"))))
        .containsExactly("cat train", "dog train", "-");
  }

  @Test
  void whatLiesBesideTheSplitsIsNoClassInSilence() {
    refused("w/train/1.jpg", "w/test1/2.jpg")
        .contains("w/train/1.jpg says no class", "w/test1/ 1, w/train/ 1");
    refused("train/cat/1.jpg", "train/dog/2.jpg", "extra/3.jpg")
        .contains("extra/3.jpg lies beside the folders of the splits", "data.classes");
    refused("w/train/cat.1.jpg", "w/train/dog.1.jpg", "w/extra/1.jpg").contains("says no class");
    refused("w/valid/1.jpg", "w/invalid/2.jpg").contains("w/valid/1.jpg says no class");
    assertThat(
            described(
                new SourceLayout(SourceFormat.AUTO, "photos")
                    .read(
                        List.of("w/valid/1.jpg", "w/invalid/2.jpg"), List.of("valid", "invalid"))))
        .containsExactly("valid", "invalid");
  }
}
