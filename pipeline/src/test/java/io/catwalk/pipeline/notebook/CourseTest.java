package io.catwalk.pipeline.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.explain.GreyPicture;
import io.catwalk.pipeline.runs.History.Epoch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

class CourseTest {

  private static final ImageShape SHAPE = new ImageShape(28, 28, 1);

  /** Dark and light images in turns. */
  private static PictureSet greys(int count) {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] pixels = new byte[SHAPE.values()];
      Arrays.fill(pixels, (byte) (i % 2 * 200 + i % 7));
      examples.add(new Example(pixels, i % 2, "grey-" + i, ""));
    }
    return new PictureSet(examples, List.of("dark", "light"), SHAPE);
  }

  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            ModelCatalog.get("fashion-dnn")
                .configure(SHAPE, new Hyperparameters(2, 1, new Adam(1e-3))));
    network.init();
    return network;
  }

  @Test
  void learnsAndTellsHowItGetsOn() {
    List<String> bars = new ArrayList<>();
    MultiLayerNetwork network = network();

    List<Epoch> history =
        new Course(greys(50), greys(20), 8, new ProgressHtml(bars::add)).train(network, 3, 1);

    assertThat(history).extracting(Epoch::epoch).containsExactly(1, 2, 3);
    assertThat(history.get(2).validationAccuracy()).isEqualTo(1);
    assertThat(history.get(2).trainLoss()).isLessThan(history.get(0).trainLoss());
    assertThat(history.get(0).examples()).isEqualTo(50);
    assertThat(network.getIterationCount()).isEqualTo(3 * 7);
    assertThat(bars.get(0)).contains("epoch 1 of 3", "0%");
    assertThat(bars.get(bars.size() - 1)).contains("epoch 3 of 3", "100%", "accuracy 1.000");
    assertThat(Course.predictions(network, greys(4))).containsExactly(0, 1, 0, 1);
    assertThat(Course.accuracy(network, greys(5))).isEqualTo(1);
    assertThat(Course.accuracy(network, greys(4).ofClasses(List.of(1, 0)))).isZero();
  }

  @Test
  void theSeedDecidesTheOrder() {
    MultiLayerNetwork one = network();
    MultiLayerNetwork same = network();
    MultiLayerNetwork other = network();
    Course course = new Course(greys(50), greys(2), 8, new ProgressHtml(bar -> {}));

    course.train(one, 1, 5);
    course.train(same, 1, 5);
    course.train(other, 1, 6);

    assertThat(one.params()).isEqualTo(same.params()).isNotEqualTo(other.params());
  }

  @Test
  void aBarIsShownAtMostFiveTimesASecond() {
    List<String> bars = new ArrayList<>();
    long[] now = {0};
    ProgressHtml progress = new ProgressHtml(bars::add, () -> now[0]);
    progress.epochStarted(1, 2, 100);

    for (long done = 1; done <= 100; done++) {
      now[0] += 10_000_000;
      progress.advanced(done, 0.5);
    }

    assertThat(bars).hasSize(1 + 5);
    assertThat(bars.get(5)).contains("50%", "loss 0.500");
  }

  @Test
  void setsAreCutAndRelabelled() {
    PictureSet set = greys(10);

    assertThat(set.ofEachClass(2).examples())
        .extracting(Example::label)
        .containsExactly(0, 1, 0, 1);
    PictureSet light = set.ofClasses(List.of(1));
    assertThat(light.classes()).containsExactly("light");
    assertThat(light.examples()).extracting(Example::label).containsExactly(0, 0, 0, 0, 0);
    assertThat(set.shuffled(1).examples()).containsExactlyInAnyOrderElementsOf(set.examples());
    assertThat(set.shuffled(1).examples()).isNotEqualTo(set.examples());
    assertThat(set.className(3)).isEqualTo("light");
    List<DataSet> minibatches = set.minibatches(4);
    assertThat(minibatches).extracting(DataSet::numExamples).containsExactly(4, 4, 2);
    assertThat(minibatches.get(0).getFeatures().shape()).containsExactly(4, 1, 28, 28);
  }

  @Test
  void picturesAreDrawnWhereThereAreNoPhotos(@TempDir Path folder) {
    ImageShape shape = new ImageShape(16, 16, 3);

    PictureSet drawn =
        PictureSources.photos(null, folder.resolve("drawn"), List.of("cat", "dog"), 3, shape);

    assertThat(drawn.examples()).extracting(Example::label).containsExactly(0, 0, 0, 1, 1, 1);
    assertThat(drawn.picture(5).getWidth()).isEqualTo(16);
  }

  @Test
  void photosLieInAnyLayoutThatATrainingTakes(@TempDir Path folder) throws Exception {
    for (String layout :
        List.of(
            "names/cat.7.png names/cat.8.png names/dog.1.png names/readme.txt",
            "folders/pets/cat/a.png folders/pets/cat/b.png folders/pets/dog/c.png")) {
      for (String name : layout.split(" ")) {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        if (name.endsWith(".png")) {
          ImageIO.write(GreyPicture.of(new float[4][4]), "png", file.toFile());
        } else {
          Files.writeString(file, "no picture");
        }
      }
      String source = folder.resolve(layout.replaceFirst("/.*", "")).toString();

      PictureSet photos =
          PictureSources.photos(
              source,
              folder.resolve("none"),
              List.of("disc", "square"),
              9,
              new ImageShape(4, 4, 1));

      assertThat(IntStream.range(0, photos.size()).mapToObj(photos::className))
          .as(layout)
          .containsExactly("cat", "cat", "dog");
      assertThat(photos.classes()).containsExactly("cat", "dog");
      assertThat(PictureSources.photos(source, folder, List.of(), 1, photos.shape()).size())
          .as("at most one of each class")
          .isEqualTo(2);
    }
  }
}
