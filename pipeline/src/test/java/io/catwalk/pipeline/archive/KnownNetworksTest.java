package io.catwalk.pipeline.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.LayerSummary;
import io.catwalk.models.ModelCatalog;
import io.catwalk.models.ModelDefinition;
import io.catwalk.models.blocks.ActivationFunction;
import io.catwalk.models.blocks.ConvBlock;
import io.catwalk.models.layers.Layers;
import io.catwalk.models.learning.LearningRate;
import io.catwalk.models.learning.RateCurve;
import io.catwalk.models.learning.WeightPenalty;
import io.catwalk.models.zoo.LayerStack;
import io.catwalk.pipeline.model.ModelArchive;
import io.catwalk.pipeline.model.ModelCard;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.train.Archives;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** Whatever Catwalk's networks are made of is read, and as Deeplearning4j reads it. */
class KnownNetworksTest {

  /** Parameters; what takes longer to write and read is made of the same layers. */
  private static final long LARGE = 500_000;

  private static final List<IUpdater> UPDATERS =
      List.of(new Adam(0.1), new Nesterovs(0.1, 0.9), new RmsProp(0.1), new Sgd(0.1));
  private static final List<RateCurve> CURVES =
      List.of(
          new RateCurve.Constant(),
          new RateCurve.Stairs(0.1, 2),
          new RateCurve.Polynomial(1, 2, 0.1),
          new RateCurve.Cosine(2, 0.1),
          new RateCurve.WarmRestarts(4, 0.1, 1, 2),
          new RateCurve.OneCycle(2, 0.3));

  static Stream<ModelDefinition> catalog() {
    return ModelCatalog.all().stream();
  }

  @ParameterizedTest
  @MethodSource("catalog")
  void theCatalogsNetworksAreReadAsDeeplearning4jReadsThem(ModelDefinition definition)
      throws Exception {
    ImageShape shape = definition.designShape();
    MultiLayerConfiguration network =
        definition.configure(shape, new Hyperparameters(3, 1, new Adam(0.1)));
    ConfigurationText.check(network.toJson().getBytes(StandardCharsets.UTF_8));
    if (LayerSummary.of(network, shape).stream().mapToLong(LayerSummary::parameters).sum()
        < LARGE) {
      sameAsDeeplearning4j(shape, network);
    }
  }

  @Test
  void everyUpdaterAndScheduleIsRead() throws IOException {
    ImageShape shape = new ImageShape(12, 12, 1);
    for (IUpdater updater : UPDATERS) {
      for (RateCurve curve : CURVES) {
        IUpdater scheduled = updater.clone();
        scheduled.setLrAndSchedule(Double.NaN, new LearningRate(0.1, true, 1, curve));
        sameAsDeeplearning4j(shape, small(shape, scheduled, ActivationFunction.IDENTITY));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ActivationFunction.class)
  void everyActivationIsRead(ActivationFunction activation) throws IOException {
    ImageShape shape = new ImageShape(12, 12, 3);
    sameAsDeeplearning4j(shape, small(shape, new Adam(0.1), activation));
  }

  private static MultiLayerConfiguration small(
      ImageShape shape, IUpdater updater, ActivationFunction activation) {
    Hyperparameters hyperparameters = new Hyperparameters(3, 1, updater);
    MultiLayerConfiguration network =
        new LayerStack(hyperparameters, WeightInit.XAVIER)
            .add(ConvBlock.of(2, 3).with(activation).layers())
            .add(Layers.dropout(0.5))
            .add(Layers.output(3))
            .build(shape);
    new WeightPenalty(0.1, true).addTo(network);
    return network;
  }

  private static void sameAsDeeplearning4j(ImageShape shape, MultiLayerConfiguration configuration)
      throws IOException {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    INDArray state = network.getUpdater().getStateViewArray();
    if (state != null) {
      state.assign(Nd4j.rand(state.shape()));
    }
    network.setIterationCount(7);
    byte[] archive = Archives.bytes(new TrainedModel(card(shape), network));

    MultiLayerNetwork stock =
        ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(archive), true);
    MultiLayerNetwork read = ModelArchive.read(archive, "model.zip").network();

    assertThat(read.getLayerWiseConfigurations()).isEqualTo(stock.getLayerWiseConfigurations());
    assertThat(read.getIterationCount()).isEqualTo(7);
    assertSame(read.params(), stock.params());
    if (state != null) {
      assertSame(read.getUpdater().getStateViewArray(), stock.getUpdater().getStateViewArray());
    }
    INDArray image = Nd4j.rand(1, shape.channels(), shape.height(), shape.width());
    assertSame(read.output(image), stock.output(image));
  }

  private static void assertSame(INDArray found, INDArray expected) {
    assertThat(found.shape()).isEqualTo(expected.shape());
    assertThat(Arrays.equals(found.dup().data().asFloat(), expected.dup().data().asFloat()))
        .isTrue();
  }

  private static ModelCard card(ImageShape shape) {
    List<Double> ones = Collections.nCopies(shape.channels(), 1.0);
    List<String> classes = IntStream.range(0, 3).mapToObj(i -> "class " + i).toList();
    return new ModelCard(1, "net", classes, shape, "fit", ones, ones, "drawn", "ab12", true);
  }
}
