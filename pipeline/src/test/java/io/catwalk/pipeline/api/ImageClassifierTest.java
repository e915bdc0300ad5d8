package io.catwalk.pipeline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.ingest.ImageBytes;
import io.catwalk.pipeline.model.ModelCard;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.train.Archives;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.learning.config.Sgd;

/** Classifying files in a program of one's own. */
class ImageClassifierTest {

  private static final ImageShape SHAPE = new ImageShape(20, 24, 3);

  @TempDir private Path folder;
  private TrainedModel model;
  private String file;

  @BeforeEach
  void store() throws IOException {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            ModelCatalog.get("lenet5").configure(SHAPE, new Hyperparameters(3, 1, new Sgd(0.1))));
    network.init();
    ModelCard card =
        new ModelCard(
            1,
            "lenet5",
            List.of("cat", "dog", "owl"),
            SHAPE,
            "pad",
            List.of(0.5, 0.4, 0.3),
            List.of(0.25, 0.5, 1.0),
            "pets",
            "1",
            false);
    model = new TrainedModel(card, network);
    Path path = folder.resolve("my models#1").resolve("model.zip");
    Files.createDirectories(path.getParent());
    Files.write(path, Archives.bytes(model));
    file = path.toString();
  }

  @Test
  void saysWhatTheNetworkSaysOfTheImageInItsShape() {
    List<byte[]> files = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      files.add(png(30 + i, 50 - i, i));
    }

    try (ImageClassifier classifier = ImageClassifier.open(file)) {
      assertThat(classifier.classes()).containsExactly("cat", "dog", "owl");
      List<Classification> said = classifier.classify(files);

      assertThat(said).hasSize(40);
      for (int i = 0; i < said.size(); i++) {
        float[] expected = expected(files.get(i));
        for (int c = 0; c < 3; c++) {
          assertThat(said.get(i).probabilities().get(c)).isCloseTo(expected[c], within(1e-5f));
        }
        int best = classifier.classes().indexOf(said.get(i).label());
        assertThat(said.get(i).probabilities()).allMatch(p -> p <= expected[best] + 1e-5f);
        assertThat(said.get(i).probability()).isEqualTo(said.get(i).probabilities().get(best));
      }
      // Not the same for all, or the above would hold of anything.
      assertThat(said).extracting(Classification::probabilities).doesNotHaveDuplicates();
      assertThat(classifier.classify(files.get(7)).label()).isEqualTo(said.get(7).label());
    }
  }

  @Test
  void namesTheImageThatIsNone() {
    byte[] text = "no picture".getBytes(StandardCharsets.UTF_8);

    try (ImageClassifier classifier = ImageClassifier.open(file)) {
      assertThatThrownBy(() -> classifier.classify(List.of(png(30, 30, 1), text)))
          .isInstanceOf(CatwalkException.class)
          .hasMessageStartingWith("image 1 of the list: no good image (")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void namesTheFileThatIsNoModel() throws IOException {
    Path other = Files.writeString(folder.resolve("other.zip"), "no archive");

    assertThatThrownBy(() -> ImageClassifier.open(other.toString()))
        .isInstanceOf(CatwalkException.class)
        .hasMessageContaining("other.zip");
    assertThatThrownBy(() -> ImageClassifier.open(folder + "/nowhere.zip"))
        .isInstanceOf(CatwalkException.class)
        .hasMessageContaining("nowhere.zip");
  }

  private float[] expected(byte[] image) {
    try (ImageBytes decoder = new ImageBytes(SHAPE, ResizeMode.PAD, 100)) {
      Example example = decoder.example(image, "it", -1);
      return model.network().output(model.vectoriser().features(List.of(example))).toFloatVector();
    }
  }

  private static byte[] png(int width, int height, int seed) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(new Color(seed * 6, 255 - seed * 5, 90));
    pen.fillOval(seed % 9, seed % 7, width / 2, height / 2);
    pen.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
