package io.catwalk.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.config.ComputeConfig;
import io.catwalk.pipeline.config.ExperimentConfig.EvaluationConfig;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.runs.Scores;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class EmbedderTest {

  private final JavaSparkContext spark =
      JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());

  @ParameterizedTest
  @EnumSource(ComputeConfig.Layers.class)
  void saysWhatComesIntoTheLastLayerAndHowSureTheNetworkIs(ComputeConfig.Layers layers) {
    TrainedModel model = TinyModel.of(Scores.names(4), 1);
    List<Example> examples = TinyModel.examples(23, 4);
    INDArray images = model.vectoriser().features(examples);
    List<INDArray> all = model.network().feedForward(images, false);
    INDArray inside = all.get(all.size() - 2);
    float[][] probabilities = all.get(all.size() - 1).toFloatMatrix();
    INDArray expected = inside.rank() == 4 ? inside.mean(2, 3) : inside;

    List<Embedded> embedded = embed(model, examples, layers);

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
    TrainedModel model = TinyModel.of(Scores.names(4), 1);
    ImageShape shape = model.card().shape();
    List<Example> examples = new ArrayList<>(TinyModel.examples(3, 4));
    examples.add(new Example(new byte[shape.values() - 1], 0, "short.png", "sha-short"));

    List<Embedded> embedded = embed(model, examples, layers);

    assertThat(embedded).hasSize(4);
    assertThat(embedded.stream().filter(e -> Double.isNaN(e.confidence()))).hasSize(1);
    assertThat(embedded.stream().filter(e -> e.embedding().length == 0)).hasSize(1);
  }

  private List<Embedded> embed(
      TrainedModel model, List<Example> examples, ComputeConfig.Layers layers) {
    ComputeConfig compute =
        layers == ComputeConfig.Layers.STOCK ? ComputeConfig.STOCK : ComputeConfig.ENGINE;
    try (Embedder embedder = new Embedder(spark, model, new EvaluationConfig(8, 15, compute))) {
      return embedder.embed(spark.parallelize(examples, 3));
    }
  }
}
