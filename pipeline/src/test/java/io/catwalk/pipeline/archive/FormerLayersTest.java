package io.catwalk.pipeline.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.models.ImageShape;
import io.catwalk.models.LayerNames;
import io.catwalk.models.engine.EngineNetwork;
import io.catwalk.pipeline.model.ModelArchive;
import io.catwalk.pipeline.model.TrainedModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Archives that Catwalk 0.1.0 wrote of networks of its own layers, each trained for seven steps by
 * Adam, give what that version computed of an image.
 */
class FormerLayersTest {

  private static final ImageShape SHAPE = new ImageShape(12, 10, 3);

  /**
   * @param output of the image below
   * @param state sum of the updater's
   */
  record Former(String file, List<String> layers, float[] output, double state) {
    @Override
    public String toString() {
      return file;
    }
  }

  static Stream<Former> archives() {
    return Stream.of(
        new Former(
            "former-convolutions",
            List.of("conv1", "pool1", "conv2", "dropout1", "output"),
            new float[] {0.19253671f, 0.2512151f, 0.5562481f},
            2.994797945022583),
        new Former(
            "former-norms",
            List.of(
                "conv1",
                "norm1",
                "activation1",
                "pool1",
                "norm2",
                "activation2",
                "pool2",
                "norm3",
                "activation3",
                "dense1",
                "output"),
            new float[] {0.3649349f, 0.31750992f, 0.3175552f},
            0.08144383877515793),
        new Former(
            "former-pools",
            List.of("conv1", "pool1", "pool2", "global-pool1", "output"),
            new float[] {0.26465106f, 0.16876498f, 0.56658393f},
            0.783104658126831));
  }

  @ParameterizedTest
  @MethodSource("archives")
  void computeWhatTheyDid(Former former) throws IOException {
    TrainedModel model = read(former.file());
    MultiLayerNetwork network = model.network();

    assertThat(LayerNames.of(network.getLayerWiseConfigurations()).all())
        .isEqualTo(former.layers());
    assertThat(network.output(image()).toFloatVector())
        .containsExactly(former.output(), within(1e-5f));
    assertThat(network.getIterationCount()).isEqualTo(7);
    assertThat(network.getUpdater().getStateViewArray().sumNumber().doubleValue())
        .isCloseTo(former.state(), within(1e-5));
    try (EngineNetwork engine = EngineNetwork.of(network, SHAPE, 1, 0)) {
      assertThat(engine.output(image()).toFloatVector())
          .containsExactly(former.output(), within(1e-5f));
    }
  }

  @Test
  void unknownLayersOfThatPackageAreRefused() {
    String json =
        "{\"confs\":[{\"layer\":{\"@class\":\"io.catwalk.models.layers.NativeSurprise\"}}]}";

    assertThatThrownBy(() -> ConfigurationText.check(json.getBytes(StandardCharsets.UTF_8)))
        .hasMessageStartingWith("the class io.catwalk.models.layers.NativeSurprise of layer");
  }

  private static TrainedModel read(String name) throws IOException {
    try (InputStream in = FormerLayersTest.class.getResourceAsStream("/" + name + ".zip")) {
      return ModelArchive.read(in.readAllBytes(), name);
    }
  }

  private static INDArray image() {
    float[] values = new float[SHAPE.values()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(0.1 * i);
    }
    return Nd4j.create(
        values, new long[] {1, SHAPE.channels(), SHAPE.height(), SHAPE.width()}, 'c');
  }
}
