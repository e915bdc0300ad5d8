package io.catwalk.pipeline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.train.Archives;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Adam;

class ModelArchiveTest {

  private final TrainedModel model = model();

  @Test
  void whatWasWrittenIsRead() {
    TrainedModel read = ModelArchive.read(Archives.bytes(model), "model.zip");

    assertThat(read.card()).isEqualTo(model.card());
    assertThat(read.network().params()).isEqualTo(model.network().params());
    assertThat(read.vectoriser().classes()).isEqualTo(2);
  }

  @Test
  void deeplearning4jReadsItToo() throws IOException {
    MultiLayerNetwork network =
        ModelSerializer.restoreMultiLayerNetwork(
            new ByteArrayInputStream(Archives.bytes(model)), true);

    assertThat(network.params()).isEqualTo(model.network().params());
  }

  @Test
  void theSameModelGivesTheSameBytes() {
    assertThat(Archives.bytes(model)).isEqualTo(Archives.bytes(model));
  }

  @Test
  void aForeignOrDamagedFileIsADataError() throws IOException {
    ByteArrayOutputStream foreign = new ByteArrayOutputStream();
    ModelSerializer.writeModel(model.network(), foreign, false);
    byte[] whole = Archives.bytes(model);

    assertThatThrownBy(() -> ModelArchive.read(foreign.toByteArray(), "m.zip"))
        .isInstanceOf(CatwalkException.class)
        .hasMessage("m.zip: holds no catwalk.json; expected a model.zip that Catwalk wrote");
    assertThatThrownBy(() -> ModelArchive.read("text".getBytes(), "m.zip"))
        .isInstanceOf(CatwalkException.class);
    assertThatThrownBy(() -> ModelArchive.read(Arrays.copyOf(whole, whole.length / 2), "m.zip"))
        .isInstanceOf(CatwalkException.class)
        .hasMessageStartingWith("m.zip: not a whole zip archive");
  }

  private static TrainedModel model() {
    ImageShape shape = new ImageShape(16, 16, 1);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            ModelCatalog.get("lenet5")
                .configure(shape, new Hyperparameters(2, 1, new Adam(0.001))));
    network.init();
    ModelCard card =
        new ModelCard(
            1,
            "lenet5",
            List.of("cat", "dog"),
            shape,
            "fit",
            List.of(0.5),
            List.of(0.2),
            "pets",
            "abc",
            false);
    return new TrainedModel(card, network);
  }
}
