package io.catwalk.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.config.ComputeConfig;
import io.catwalk.pipeline.config.ExperimentConfig.EvaluationConfig;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.model.ModelCard;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.runs.Prediction;
import io.catwalk.pipeline.runs.Scores;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ScorerTest {

  private static final List<String> CLASSES = Scores.names(4);
  private final JavaSparkContext spark =
      JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());

  @Test
  void saysWhatTheNetworkSaysInTheOrderOfTheExamples() {
    TrainedModel model = TinyModel.of(CLASSES, 1);
    List<Example> examples = TinyModel.examples(103, 4);
    float[][] expected =
        model.network().output(model.vectoriser().features(examples)).toFloatMatrix();

    // Partitions of 34 or 35 in minibatches of 16: full and short ones.
    List<Prediction> predictions = score(model, examples, 3, 16);

    assertThat(predictions).hasSize(103);
    for (int i = 0; i < 103; i++) {
      Prediction prediction = predictions.get(i);
      assertThat(prediction.path()).isEqualTo("image-" + i + ".png");
      assertThat(prediction.sha256()).isEqualTo("sha-" + i);
      assertThat(prediction.actual()).isEqualTo(i % 4);
      assertThat(prediction.probabilities()).containsExactly(expected[i], within(1e-6f));
    }
  }

  @Test
  void aModelThatCameLaterIsNotTakenForTheOneInTheCache() {
    List<Example> examples = TinyModel.examples(5, 4);
    for (int seed = 10; seed < 15; seed++) {
      TrainedModel model = TinyModel.of(CLASSES, seed);
      float[] expected =
          model.network().output(model.vectoriser().features(examples)).getRow(0).toFloatVector();
      assertThat(score(model, examples, 1, 8).get(0).probabilities())
          .containsExactly(expected, within(1e-6f));
    }
  }

  @Test
  void aWeightThatIsNoNumberIsToldWithTheImage() {
    TrainedModel model = TinyModel.of(CLASSES, 1);
    model.network().params().putScalar(0, Float.NaN);

    assertThat(mistake(() -> score(model, TinyModel.examples(3, 4), 1, 2)))
        .isInstanceOf(CatwalkException.class)
        .hasMessageStartingWith("The model gives image image-0.png a probability of NaN")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aNetworkWithOtherOutputsThanItNamesClassesIsRefused() {
    TrainedModel four = TinyModel.of(CLASSES, 1);
    ModelCard card = TinyModel.of(Scores.names(3), 1).card();

    assertThat(
            mistake(
                () ->
                    score(new TrainedModel(card, four.network()), TinyModel.examples(3, 3), 1, 2)))
        .isInstanceOf(CatwalkException.class)
        .hasMessageContaining("has 4 outputs but names 3 classes");
  }

  /** As the command line finds it: Spark wraps what an executor throws. */
  private static CatwalkException mistake(ThrowingCallable job) {
    return CatwalkException.among(catchThrowable(job)).orElseThrow();
  }

  @Test
  void theEngineScoresAsTheLayersDo() {
    TrainedModel model = TinyModel.of(CLASSES, 1);
    List<Example> examples = TinyModel.examples(7, 3);
    EvaluationConfig stock = new EvaluationConfig(3, 15, false, ComputeConfig.STOCK);

    List<Prediction> ours = score(model, examples, 2, 3);
    List<Prediction> layers;
    try (Scorer scorer = new Scorer(spark, model, stock)) {
      layers = scorer.score(spark.parallelize(examples, 2)).collect();
    }

    assertThat(ours).hasSameSizeAs(layers);
    for (int i = 0; i < ours.size(); i++) {
      assertThat(ours.get(i).path()).isEqualTo(layers.get(i).path());
      assertThat(ours.get(i).probabilities())
          .containsExactly(layers.get(i).probabilities(), within(1e-5f));
    }
  }

  @Test
  void testTimeFlipTakesTheMeanOfAnImageAndItsMirrorImage() {
    TrainedModel model = TinyModel.of(CLASSES, 1);
    List<Example> examples = TinyModel.examples(7, 3);
    // 2 rows of 3 columns.
    List<Example> mirrored =
        examples.stream()
            .map(e -> new Example(turned(e.pixels(), 2, 1, 0, 5, 4, 3), e.label(), e.path(), ""))
            .toList();
    EvaluationConfig flips = new EvaluationConfig(3, 15, true, ComputeConfig.ENGINE);

    List<Prediction> both;
    try (Scorer scorer = new Scorer(spark, model, flips)) {
      both = scorer.score(spark.parallelize(examples, 2)).collect();
    }

    List<Prediction> one = score(model, examples, 2, 3);
    List<Prediction> other = score(model, mirrored, 2, 3);
    for (int i = 0; i < 7; i++) {
      assertThat(both.get(i).sha256()).isEqualTo("sha-" + i);
      for (int c = 0; c < CLASSES.size(); c++) {
        float mean = (one.get(i).probabilities()[c] + other.get(i).probabilities()[c]) / 2;
        assertThat(both.get(i).probabilities()[c]).isEqualTo(mean);
      }
      assertThat(one.get(i).probabilities()).isNotEqualTo(other.get(i).probabilities());
    }
  }

  private static byte[] turned(byte[] pixels, int... order) {
    byte[] turned = new byte[order.length];
    for (int i = 0; i < order.length; i++) {
      turned[i] = pixels[order[i]];
    }
    return turned;
  }

  @Test
  void theHashTellsWeightsApart() {
    assertThat(hash(TinyModel.of(CLASSES, 1)))
        .matches("[0-9a-f]{64}")
        .isEqualTo(hash(TinyModel.of(CLASSES, 1)));
    assertThat(hash(TinyModel.of(CLASSES, 2))).isNotEqualTo(hash(TinyModel.of(CLASSES, 1)));
  }

  @Test
  void theHashCoversTheLastOfManyWeights() {
    // 6 × 3000 weights and 3000 biases: more than are hashed in one go.
    TrainedModel model = TinyModel.of(Scores.names(3000), 1);
    String before = hash(model);

    model.network().params().putScalar(model.network().numParams() - 1, 7);

    assertThat(hash(model)).isNotEqualTo(before);
  }

  private String hash(TrainedModel model) {
    try (Scorer scorer = new Scorer(spark, model, new EvaluationConfig(1, 15))) {
      return scorer.parametersSha256();
    }
  }

  private List<Prediction> score(
      TrainedModel model, List<Example> examples, int partitions, int minibatch) {
    try (Scorer scorer = new Scorer(spark, model, new EvaluationConfig(minibatch, 15))) {
      return scorer.score(spark.parallelize(examples, partitions)).collect();
    }
  }
}
