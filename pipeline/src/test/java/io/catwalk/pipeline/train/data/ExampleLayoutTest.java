package io.catwalk.pipeline.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.PixelScale;
import io.catwalk.pipeline.dataset.Vectoriser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.lang3.SerializationUtils;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SizeEstimator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExampleLayoutTest {

  @Test
  void dealsLikeCardsWhateverThePartitioning() {
    assertThat(deal(10, 3, 1))
        .isEqualTo(List.of(List.of(0, 3, 6, 9), List.of(1, 4, 7), List.of(2, 5, 8)));
    assertThat(deal(10, 3, 7)).isEqualTo(deal(10, 3, 1));
  }

  @Test
  void chunksKeepEveryPixel() {
    // 9 MB an image: a chunk holds one, so positions cross chunks.
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      byte[] pixels = new byte[9 << 20];
      Arrays.fill(pixels, (byte) i);
      examples.add(new Example(pixels, i, "", ""));
    }
    ResidentPixels resident = ResidentPixels.of(examples);

    assertThat(resident.size()).isEqualTo(3);
    for (int i = 0; i < 3; i++) {
      assertThat(resident.get(i).label()).isEqualTo(i);
      assertThat(resident.get(i).pixels()).isEqualTo(examples.get(i).pixels());
    }
  }

  @Test
  void featuresWeighAsTheirImagesDo() {
    Example image = new Example(new byte[4], 1, "", "");
    ResidentPixels uneven = ResidentPixels.of(List.of(image, image.weighing(2.5f)));

    ResidentFeatures features = new ResidentFeatures(new float[2][9], uneven);

    assertThat(features.weights().of(1)).isEqualTo(2.5f);
    assertThat(features.weights().of(0)).isEqualTo(1);
    assertThat(features.label(1)).isEqualTo(1);
    assertThat(ResidentPixels.of(List.of(image, image)).weights().equal()).isTrue();
  }

  @Test
  void anOrderIsAPermutationOfItsOwn() {
    int[] order = EpochOrder.of(1, 1, 0, 1000);

    assertThat(Arrays.stream(order).sorted().toArray())
        .isEqualTo(IntStream.range(0, 1000).toArray());
    assertThat(EpochOrder.of(1, 1, 0, 1000)).isEqualTo(order);
    assertThat(EpochOrder.of(1, 2, 0, 1000)).isNotEqualTo(order);
    assertThat(EpochOrder.of(1, 1, 1, 1000)).isNotEqualTo(order);
    assertThat(EpochOrder.of(2, 1, 0, 1000)).isNotEqualTo(order);
  }

  @ParameterizedTest
  @CsvSource({"memory,true,false", "memory-and-disk,true,true", "disk,true,false"})
  void examplesStayWhereTheConfigurationSays(String storage, boolean memory, boolean disk) {
    JavaRDD<ResidentExamples> layout = layout(10, 3, 1, storage);

    assertThat(layout.getStorageLevel().useMemory()).isEqualTo(memory);
    assertThat(layout.getStorageLevel().useDisk()).isEqualTo(disk);
    assertThat(layout.map(ResidentExamples::size).collect()).containsExactly(4, 3, 3);
    // From where they stay.
    assertThat(layout.map(ResidentExamples::size).collect()).containsExactly(4, 3, 3);
    layout.unpersist();
  }

  /** Of several chunks, with weights and targets of their own. */
  private static List<Example> images(int count) {
    Random random = new Random(1);
    List<Example> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] pixels = new byte[3 << 20];
      random.nextBytes(pixels);
      images.add(
          new Example(pixels, i % 3, "", "").weighing(1 + i).answering(new float[] {i, 1 - i}));
    }
    return images;
  }

  private static void assertSame(ResidentPixels found, List<Example> images) {
    ImageShape shape = new ImageShape(1 << 10, 1 << 10, 3);
    PixelScale scale =
        new Vectoriser(shape, 3, List.of(0.5, 0.4, 0.3), List.of(0.1, 0.2, 0.3)).scale();
    ResidentPixels heap = ResidentPixels.of(images);
    assertThat(found.size()).isEqualTo(images.size());
    float[] numbers = new float[3 << 20];
    float[] expected = new float[3 << 20];
    for (int i : new int[] {images.size() - 1, 0, 7, 5, 6}) {
      assertThat(found.get(i).pixels()).isEqualTo(images.get(i).pixels());
      assertThat(found.label(i)).isEqualTo(images.get(i).label());
      assertThat(found.weights().of(i)).isEqualTo(images.get(i).weight());
      found.features(i, scale, numbers, 0);
      heap.features(i, scale, expected, 0);
      assertThat(numbers).isEqualTo(expected);
      float[] target = new float[2];
      found.target(i, target, 0);
      assertThat(target).isEqualTo(images.get(i).target());
    }
  }

  @Test
  void imagesThatDoNotFitLieOnTheLocalDisk() throws Exception {
    List<Example> images = images(13);
    for (long bytes : new long[] {0, 20 << 20, 40 << 20, Long.MAX_VALUE}) {
      ResidentPixels pixels = ResidentPixels.of(images.iterator(), bytes);
      assertSame(pixels, images);
      // To another executor, which may have to do the work.
      assertSame(SerializationUtils.roundtrip(pixels), images);
      long heap = SizeEstimator.estimate(pixels);
      assertThat(heap < 1 << 20).as(bytes + ": " + heap).isEqualTo(bytes < 39 << 20);
    }
  }

  @Test
  void whereExamplesEndInAFailureNoFileStaysOpen() throws Exception {
    List<Example> images = images(8);
    Iterator<Example> failing =
        Stream.concat(images.stream(), Stream.of((Example) null)).iterator();
    long before = namelessFiles();

    assertThatThrownBy(() -> ResidentPixels.of(failing, 0))
        .isInstanceOf(NullPointerException.class);

    // Those of other tests may be collected meanwhile.
    assertThat(namelessFiles()).isLessThanOrEqualTo(before);
  }

  private static long namelessFiles() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(ExampleLayoutTest::isNameless).count();
    }
  }

  private static boolean isNameless(Path open) {
    try {
      return Files.readSymbolicLink(open).toString().endsWith(" (deleted)");
    } catch (IOException e) {
      // Closed meanwhile.
      return false;
    }
  }

  @Test
  void readingAheadGivesUpWhatIsNoLongerWanted() throws Exception {
    List<Example> images = images(9);
    ResidentPixels pixels = ResidentPixels.of(images.iterator(), 0);
    // Longer than any test.
    pixels.willRead(new int[1 << 20], 0, 1 << 20);
    List<Thread> first = readers();
    pixels.willRead(new int[] {8, 0, 3}, 0, 3);

    assertSame(pixels, images);
    assertThat(first).isNotEmpty();
    for (Thread thread : first) {
      thread.join(60_000);
      assertThat(thread.isAlive()).isFalse();
    }
  }

  private static List<Thread> readers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("catwalk-read-ahead"))
        .toList();
  }

  @Test
  void aThreadThatIsInterruptedTakesNoImagesFromOthers() throws Exception {
    List<Example> images = images(8);
    ResidentPixels pixels = ResidentPixels.of(images.iterator(), 0);
    Thread.currentThread().interrupt();
    try {
      assertThat(pixels.get(3).pixels()).isEqualTo(images.get(3).pixels());
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertSame(pixels, images);
  }

  @ParameterizedTest
  @CsvSource({"memory,true,false", "memory-and-disk,true,true", "disk,false,true"})
  void floatsStayWhereTheConfigurationSays(String storage, boolean memory, boolean disk) {
    ExampleLayout.FloatExample example =
        new ExampleLayout.FloatExample(
            new ImageShape(1, 1, 1), new float[] {1}, new float[] {1, 0});
    JavaRDD<ResidentExamples> layout =
        ExampleLayout.dealFloats(
            JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext())
                .parallelize(List.of(example, example), 1),
            1,
            storage);

    assertThat(layout.getStorageLevel().useMemory()).isEqualTo(memory);
    assertThat(layout.getStorageLevel().useDisk()).isEqualTo(disk);
    layout.unpersist();
  }

  private static List<List<Integer>> deal(int examples, int workers, int partitions) {
    return layout(examples, workers, partitions, "memory-and-disk").collect().stream()
        .map(hand -> IntStream.range(0, hand.size()).mapToObj(i -> hand.label(i)).toList())
        .toList();
  }

  private static JavaRDD<ResidentExamples> layout(
      int examples, int workers, int partitions, String storage) {
    List<Example> cards =
        IntStream.range(0, examples)
            .mapToObj(i -> new Example(new byte[] {(byte) i}, i, "", ""))
            .toList();
    return ExampleLayout.deal(
        JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext())
            .parallelize(cards, partitions),
        workers,
        storage);
  }
}
