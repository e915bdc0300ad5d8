package io.catwalk.pipeline.ingest.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.storage.SourceFiles;
import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EntryListsTest {

  /** A container of a name; it is never opened. */
  private record Named(String name) implements Container {
    @Override
    public String origin(SourceEntry entry) {
      return name;
    }

    @Override
    public EntryReader open(SourceFiles files) {
      throw new AssertionError("opened");
    }
  }

  private static SourceEntry entry(String path, long position) {
    return new SourceEntry(path, "name of " + path, position, path.length() * 1_000_000_000L);
  }

  @Test
  void imagesStayWhatTheyAre() {
    List<SourceImage> images = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      Split split = i % 4 == 3 ? null : Split.values()[i % 4];
      Map<String, String> attributes = i % 100 == 0 ? Map.of("camera", "c" + i) : Map.of();
      Container container = new Named("archive " + i % 7);
      images.add(new SourceImage(container, entry("p/" + i, i), i % 11 - 1, split, attributes));
    }

    List<SourceImage> list = SourceImageList.of(images);

    assertThat(list).isEqualTo(images);
    assertThat(SourceImageList.of(list)).isSameAs(list);
    assertThat(list.get(0).container()).isSameAs(list.get(7).container());
  }

  @Test
  void ofEntriesWithOnePathTheFirstStays() {
    Container one = new Named("one");
    Container two = new Named("two");
    List<Located> sorted =
        List.of(
            new Located(one, entry("a", 1), "cat"),
            new Located(two, entry("a", 2), "dog"),
            new Located(two, entry("b", 3), ""));

    assertThat(LocatedList.of(sorted.iterator())).isEqualTo(sorted);
    assertThat(LocatedList.ofDistinct(sorted.iterator()))
        .containsExactly(sorted.get(0), sorted.get(2));
  }

  @Test
  void entriesAreReadInTheOrderOfTheirPositions() {
    Container plain = new Named("plain");
    Container tar = new Named("tar");
    List<Located> located = new ArrayList<>();
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      located.add(new Located(plain, entry("a" + i, 0)));
      located.add(new Located(tar, entry("b" + i, random.nextInt(500))));
    }

    Map<Container, List<Located>> groups = ContainerGroups.ofLocated(located);

    assertThat(groups.keySet()).containsExactly(plain, tar);
    assertThat(groups.get(plain))
        .isEqualTo(located.stream().filter(each -> each.container().equals(plain)).toList());
    assertThat(groups.get(tar))
        .isEqualTo(
            located.stream()
                .filter(each -> each.container().equals(tar))
                .sorted((x, y) -> Long.compare(x.entry().position(), y.entry().position()))
                .toList());
    assertThat(ContainerGroups.ofLocated(groups.get(plain)).get(plain)).isSameAs(groups.get(plain));
  }

  @Test
  void filesAreFoundInWhateverOrderTheyAreAskedFor() {
    List<SourceFile> files =
        IntStream.range(0, 300)
            .mapToObj(i -> new SourceFile("file:/f" + (1_000 + i), "f" + (1_000 + i), i, 0))
            .toList();
    Origins origins = new Origins(files);
    List<SourceFile> shuffled = new ArrayList<>(files);
    Collections.shuffle(shuffled, new Random(1));
    List<SourceFile> asked = new ArrayList<>(files);
    asked.addAll(shuffled);
    for (SourceFile file : asked) {
      assertThat(origins.of(new Named(file.uri()), entry("x", 0))).contains(file);
      assertThat(origins.of(new Named(file.uri()), entry("y", 1))).contains(file);
    }
    assertThat(origins.of(new Named("file:/f1000a"), entry("x", 0))).isEmpty();
    assertThat(origins.of(new Named("file:/g"), entry("x", 0))).isEmpty();
    assertThat(new Origins(List.of()).of(new Named("file:/g"), entry("x", 0))).isEmpty();
  }

  /** A text lies beside each image, or two. */
  @Test
  void filesOfImagesAreFoundQuicklyAmongOthers() {
    List<SourceFile> files =
        IntStream.range(0, 30_000)
            .mapToObj(i -> new SourceFile("file:/f" + (100_000 + i), "f" + (100_000 + i), i, 0))
            .toList();
    int[] looked = {0};
    Origins origins =
        new Origins(
            new AbstractList<>() {
              @Override
              public SourceFile get(int index) {
                looked[0]++;
                return files.get(index);
              }

              @Override
              public int size() {
                return files.size();
              }
            });
    for (int i = 2; i < files.size(); i += 3) {
      assertThat(origins.of(new Named(files.get(i).uri()), entry("x", 0))).contains(files.get(i));
    }

    assertThat(looked[0]).isLessThan(5 * files.size() / 3);
  }
}
