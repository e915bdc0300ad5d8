package io.catwalk.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SourceNightsTest {

  @Test
  void subFoldersOfTheSameClassesAreNights() {
    SourceNights source =
        of(2, true, "mon/cat/1.jpg", "mon/dog/1.jpg", "tue/cat/1.jpg", "readme.txt");

    assertThat(source.nights()).extracting(SourceNights.Night::name).containsExactly("mon", "tue");
    assertThat(source.nights().get(0).files().keySet())
        .containsExactly("cat/mon-1.jpg", "dog/mon-1.jpg");
    assertThat(source.nights().get(1).files()).containsOnlyKeys("cat/tue-1.jpg");
    assertThat(source.nights().get(1).files().get("cat/tue-1.jpg").path())
        .isEqualTo("tue/cat/1.jpg");
  }

  @Test
  void anotherNumberOfNightsIsRefusedWithTheRightOne() {
    assertThatThrownBy(() -> of(3, true, "mon/cat/1.jpg", "tue/cat/1.jpg"))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageStartingWith("--simulate 3: photos has 2 sub-folders of the same classes")
        .hasMessageContaining("(mon, tue)")
        .hasMessageContaining("expected --simulate 2, or --set data.format=outer-folders");
  }

  @Test
  void imagesOfEveryClassAreDealtToAStartAndTheNights() {
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      paths.add("cat/" + i + ".jpg");
      paths.add("dog/" + i + ".jpg");
    }
    paths.add("labels.csv");
    String[] files = paths.toArray(String[]::new);

    SourceNights source = of(3, true, files);

    assertThat(source.nights())
        .extracting(SourceNights.Night::name)
        .containsExactly("start", "1", "2", "3");
    Set<String> all = new TreeSet<>();
    for (SourceNights.Night night : source.nights()) {
      all.addAll(night.files().keySet());
      assertThat(night.files().keySet()).filteredOn(path -> path.startsWith("cat/")).hasSize(2);
      assertThat(night.files().keySet()).filteredOn(path -> path.startsWith("dog/")).hasSize(2);
    }
    assertThat(all).containsExactlyElementsOf(new TreeSet<>(paths));
    assertThat(source.nights().get(0).files()).containsKey("labels.csv");
    assertThat(of(3, true, files)).isEqualTo(source);
    assertThat(SourceNights.of("photos", files(files), 3, true, 8)).isNotEqualTo(source);
  }

  @Test
  void foldersOfSplitsAndFoldersThatAreClassesAreNoNights() {
    assertThat(of(2, true, "train/cat/1.jpg", "test/cat/1.jpg", "train/cat/2.jpg").nights())
        .hasSize(3);
    assertThat(of(2, false, "cat/s1/1.jpg", "dog/s1/1.jpg", "cat/s1/2.jpg").nights()).hasSize(3);
    assertThat(of(2, true, "a/1.jpg", "a/x/1.jpg", "b/x/1.jpg").nights()).hasSize(3);
    assertThat(of(2, true, "cat/x/1.jpg", "dog/y/1.jpg", "dog/y/2.jpg").nights()).hasSize(3);
  }

  @Test
  void tooFewImagesAreToldWithTheNumberThatWouldDo() {
    assertThatThrownBy(() -> of(3, true, "cat/1.jpg", "cat/2.jpg", "dog/1.jpg", "all.zip"))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .hasMessageContaining("photos holds 3 files that are images by name; expected at least 4");
  }

  @Test
  void whatCannotBeReadTakesNoPart() {
    List<SourceFile> files = new ArrayList<>(files("cat/1.jpg", "cat/2.jpg"));
    files.add(new SourceFile("file:/cat/3.jpg", "cat/3.jpg", 0, 0, "permission denied"));

    SourceNights source = SourceNights.of("photos", files, 1, true, 7);

    assertThat(source.unreadable()).extracting(SourceFile::path).containsExactly("cat/3.jpg");
    assertThat(source.nights()).allSatisfy(night -> assertThat(night.files()).hasSize(1));
  }

  private static SourceNights of(int count, boolean folders, String... paths) {
    return SourceNights.of("photos", files(paths), count, folders, 7);
  }

  private static List<SourceFile> files(String... paths) {
    return List.of(paths).stream()
        .map(path -> new SourceFile("file:/photos/" + path, path, 9, 1))
        .toList();
  }
}
