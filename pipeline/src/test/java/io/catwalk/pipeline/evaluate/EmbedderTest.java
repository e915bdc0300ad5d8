package io.catwalk.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.config.ComputeConfig;
import io.catwalk.pipeline.config.ExperimentConfig.EvaluationConfig;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.model.ModelCard;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.runs.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

class EmbedderTest {

  private static final ImageShape SHAPE = new ImageShape(16, 16, 1);

  private final JavaSparkContext spark =
      JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());

  @ParameterizedTest
  @CsvSource({
    "values, ENGINE",
    "values, STOCK",
    "maps, ENGINE",
    "maps, STOCK",
    "image, ENGINE",
    "image, STOCK"
  })
  void saysWhatComesIntoTheLastLayerAndHowSureTheNetworkIs(
      String inside, ComputeConfig.Layers layers) {
    TrainedModel model = model(inside);
    List<Example> examples = examples(23, model.card().shape());
    List<INDArray> all = model.network().feedForward(model.vectoriser().features(examples), false);
    INDArray before = all.get(all.size() - 2);
    float[][] probabilities = all.get(all.size() - 1).toFloatMatrix();
    INDArray expected = before.rank() == 4 ? before.mean(2, 3) : before;

    List<Embedded> embedded = embed(model, examples, layers);

    assertThat(before.rank()).isEqualTo(inside.equals("values") ? 2 : 4);
    assertThat(embedded).hasSize(23);
    assertThat(Embedder.length(model)).isEqualTo((int) expected.size(1));
    for (int i = 0; i < 23; i++) {
      float most = 0;
      for (float probability : probabilities[i]) {
        most = Math.max(most, probability);
      }
      assertThat(embedded.get(i).confidence()).isCloseTo(most, within(1e-5));
      assertThat(embedded.get(i).embedding())
          .containsExactly(expected.getRow(i).toFloatVector(), within(1e-4f));
    }
  }

  @ParameterizedTest
  @EnumSource(ComputeConfig.Layers.class)
  void anImageThatCannotBeMeasuredGivesNothingAndTheOthersDo(ComputeConfig.Layers layers) {
    TrainedModel model = model("image");
    List<Example> examples = new ArrayList<>(examples(3, model.card().shape()));
    examples.add(
        new Example(new byte[model.card().shape().values() - 1], 0, "short.png", "sha-short"));

    List<Embedded> embedded = embed(model, examples, layers);

    assertThat(embedded).hasSize(4);
    assertThat(embedded.stream().filter(e -> Double.isNaN(e.confidence()))).hasSize(1);
    assertThat(embedded.stream().filter(e -> e.embedding().length == 0)).hasSize(1);
  }

  /** By what comes into the last layer. */
  private static TrainedModel model(String inside) {
    if (inside.equals("image")) {
      return TinyModel.of(Scores.names(4), 1);
    }
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            inside.equals("values")
                ? ModelCatalog.get("lenet5")
                    .configure(SHAPE, new Hyperparameters(4, 1, new Sgd(0.1)))
                : new NeuralNetConfiguration.Builder()
                    .seed(1)
                    .list()
                    .layer(
                        new ConvolutionLayer.Builder(3, 3)
                            .nOut(5)
                            .activation(Activation.RELU)
                            .build())
                    .layer(new OutputLayer.Builder().nOut(4).activation(Activation.SOFTMAX).build())
                    .setInputType(InputType.convolutional(16, 16, 1))
                    .build());
    network.init();
    return new TrainedModel(
        new ModelCard(
            1, inside, Scores.names(4), SHAPE, "fit", List.of(0.5), List.of(0.25), "d", "1", true),
        network);
  }

  private static List<Example> examples(int count, ImageShape shape) {
    Random random = new Random(count);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] pixels = new byte[shape.values()];
      random.nextBytes(pixels);
      examples.add(new Example(pixels, i % 4, "image-" + i + ".png", "sha-" + i));
    }
    return examples;
  }

  private List<Embedded> embed(
      TrainedModel model, List<Example> examples, ComputeConfig.Layers layers) {
    ComputeConfig compute =
        layers == ComputeConfig.Layers.STOCK ? ComputeConfig.STOCK : ComputeConfig.ENGINE;
    try (Embedder embedder =
        new Embedder(spark, model, new EvaluationConfig(8, 15, false, compute))) {
      return embedder.embed(spark.parallelize(examples, 3));
    }
  }
}
