package io.catwalk.pipeline.evaluate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.config.ComputeConfig;
import io.catwalk.pipeline.config.ExperimentConfig.EvaluationConfig;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.SourceNotices;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.runs.EvaluationResult;
import io.catwalk.pipeline.runs.ExampleGallery;
import io.catwalk.pipeline.runs.Prediction;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.StagedFolder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluatorTest {

  private static final List<String> CLASSES = List.of("cat", "dog", "<b>owl</b>");
  private final SparkSession spark = LocalSpark.session();
  private final TrainedModel model = TinyModel.of(CLASSES, 1);
  private ArtifactStore store;
  private Evaluator evaluator;

  @BeforeEach
  void open(@TempDir Path root) {
    store = HadoopStorage.with(Map.of()).store(root.resolve("a store").toString());
    evaluator = new Evaluator(spark, store, new EvaluationConfig(32, 15));
  }

  @Test
  void writesPredictionsAndMetricsThatAgree() {
    List<Example> examples = TinyModel.examples(100, 3);
    EvaluationResult result;
    try (StagedFolder run = store.stage("runs/one")) {
      result = evaluator.evaluate(model, new Dataset(CLASSES, examples), Split.TEST, run);
      run.publish();
    }

    assertThat(
            Json.read(store.read("runs/one/metrics.json"), EvaluationResult.class, "metrics.json"))
        .isEqualTo(result);
    ExampleGallery gallery =
        Json.read(store.read("runs/one/examples.json"), ExampleGallery.class, "examples.json");
    long mistakes = 100 - result.confusionMatrix().correct();
    assertThat(gallery.pictures()).hasSizeBetween((int) mistakes, 100);
    assertThat(gallery.pictures())
        .allSatisfy(
            picture -> {
              assertThat(picture.width()).isEqualTo(3);
              assertThat(picture.height()).isEqualTo(2);
              assertThat(picture.image()).startsWith(0x89, 'P', 'N', 'G');
              assertThat(picture.gradCam()).as("there are no feature maps").isNull();
            });
    assertThat(gallery.pictures().stream().filter(picture -> picture.saliency() != null))
        .hasSizeBetween(24, gallery.pictures().size() - 1)
        .allSatisfy(picture -> assertThat(picture.saliency()).startsWith(0x89, 'P', 'N', 'G'));
    List<String> pictured = gallery.pictures().stream().map(ExampleGallery.Picture::path).toList();
    predictions("runs/one").stream()
        .filter(row -> !row.<Boolean>getAs("correct"))
        .forEach(row -> assertThat(pictured).contains(row.<String>getAs("path")));
    assertThat(result.examples()).isEqualTo(100);
    assertThat(result.model()).isEqualTo("tiny");
    assertThat(result.dataset()).isEqualTo("drawn");
    assertThat(result.confusionMatrix().support(0)).isEqualTo(34);
    List<Row> rows = predictions("runs/one");
    assertThat(rows).hasSize(100);
    float[][] expected =
        model.network().output(model.vectoriser().features(examples)).toFloatMatrix();
    long correct = 0;
    for (Row row : rows) {
      int i = Integer.parseInt(row.<String>getAs("path").replaceAll("\\D", ""));
      Prediction prediction = new Prediction("", "", i % 3, expected[i]);
      assertThat(row.<String>getAs("sha256")).isEqualTo("sha-" + i);
      assertThat(row.<Integer>getAs("actual_index")).isEqualTo(i % 3);
      assertThat(row.<String>getAs("actual")).isEqualTo(CLASSES.get(i % 3));
      assertThat(row.<Integer>getAs("predicted_index")).isEqualTo(prediction.predicted());
      assertThat(row.<String>getAs("predicted")).isEqualTo(CLASSES.get(prediction.predicted()));
      assertThat(row.<Boolean>getAs("correct")).isEqualTo(prediction.correct());
      assertThat(row.getList(row.fieldIndex("probabilities"))).hasSize(3);
      correct += prediction.correct() ? 1 : 0;
    }
    assertThat(result.accuracy()).isEqualTo(correct / 100.0);
  }

  @Test
  void minibatchAndPartitionsDoNotMatter() {
    List<Example> examples = TinyModel.examples(64, 3);
    Evaluator oneByOne = new Evaluator(spark, store, new EvaluationConfig(1, 15));

    EvaluationResult first = evaluate(evaluator, new Dataset(CLASSES, examples));
    EvaluationResult second = evaluate(oneByOne, new Dataset(CLASSES, examples, 5, 64));

    assertThat(second.confusionMatrix()).isEqualTo(first.confusionMatrix());
    assertThat(second.logLoss()).isCloseTo(first.logLoss(), within(1e-6));
  }

  @Test
  void metricsSayWhetherImagesWereFlipped() {
    Dataset dataset = new Dataset(CLASSES, TinyModel.examples(30, 3));
    Evaluator flips =
        new Evaluator(spark, store, new EvaluationConfig(32, 15, true, ComputeConfig.ENGINE));

    EvaluationResult plain = evaluate(evaluator, dataset);
    EvaluationResult flipped = evaluate(flips, dataset);

    assertThat(plain.testTimeFlip()).isFalse();
    assertThat(flipped.testTimeFlip()).isTrue();
    assertThat(flipped.logLoss()).isNotEqualTo(plain.logLoss());
    String older =
        new String(Json.write(flipped), UTF_8).replaceAll("(?m)^.*test_time_flip.*$", "");
    assertThat(Json.read(older.getBytes(UTF_8), EvaluationResult.class, "older").testTimeFlip())
        .as("runs before there was such a thing")
        .isFalse();
  }

  @Test
  void classesInAnotherOrderAreMatchedByName() {
    List<Example> examples = TinyModel.examples(60, 3);
    // The same truth under other numbers: cat 2, dog 0, owl 1.
    List<String> turned = List.of("dog", "<b>owl</b>", "cat");
    List<Example> renumbered =
        examples.stream()
            .map(
                e ->
                    new Example(
                        e.pixels(), turned.indexOf(CLASSES.get(e.label())), e.path(), e.sha256()))
            .toList();

    assertThat(evaluate(evaluator, new Dataset(turned, renumbered)))
        .isEqualTo(evaluate(evaluator, new Dataset(CLASSES, examples)));
  }

  @Test
  void aClassThatTheModelDoesNotKnowIsNamed() {
    Dataset dataset = new Dataset(List.of("cat", "dog", "horse"), TinyModel.examples(6, 3));

    assertMistake(
        () -> evaluate(evaluator, dataset),
        "Dataset drawn has test examples of classes that the model does not know: horse; the model knows cat, dog, <b>owl</b>");
  }

  @Test
  void aClassThatTheModelDoesNotKnowIsNoMatterWithoutExamples() {
    Dataset dataset = new Dataset(List.of("cat", "dog", "horse"), TinyModel.examples(6, 2));

    assertThat(evaluate(evaluator, dataset).perClass().get(2).support()).isZero();
  }

  @Test
  void missingExamplesFailTheEvaluation() {
    Dataset dataset = new Dataset(CLASSES, TinyModel.examples(9_990, 3), 2, 10_000);

    assertMistake(
        () -> evaluate(evaluator, dataset),
        "Evaluated 9,990 of 10,000 test examples that the manifest of dataset drawn (cd34) counts");
  }

  @Test
  void anEmptySplitFailsTheEvaluation() {
    assertMistake(
        () -> evaluate(evaluator, new Dataset(CLASSES, List.of())),
        "Cannot evaluate tiny on the test split of dataset drawn: the split has no examples");
  }

  @Test
  void imagesOfAnotherShapeAreRefused() {
    Dataset dataset = new Dataset(CLASSES, TinyModel.examples(3, 3));
    StoredDataset larger = dataset.withShape(new ImageShape(4, 4, 3));

    assertMistake(
        () -> evaluate(evaluator, larger),
        "the model takes images of 1@2×3, the dataset holds 3@4×4");
  }

  @Test
  void weightsThatDivergedLeaveNoRun() {
    model.network().params().putScalar(0, Float.NaN);

    assertMistake(
        () -> evaluate(evaluator, new Dataset(CLASSES, TinyModel.examples(3, 3))),
        "a probability of NaN");
    assertThat(store.exists("runs/any")).isFalse();
  }

  @Test
  void anExampleWithoutALabelCannotBeJudged() {
    Example unknown = new Example(new byte[6], -1, "new.png", "sha");

    assertMistake(
        () -> evaluate(evaluator, new Dataset(CLASSES, List.of(unknown), 1, 1)),
        "image new.png has no known class");
  }

  private EvaluationResult evaluate(Evaluator by, StoredDataset dataset) {
    try (StagedFolder run = store.stage("runs/any")) {
      return by.evaluate(model, dataset, Split.TEST, run);
    }
  }

  private List<Row> predictions(String run) {
    String path = store.resolve(run + "/predictions.parquet").toString();
    return spark.read().parquet(path).collectAsList();
  }

  private static void assertMistake(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  /** Test examples in memory, and a manifest that counts them, or says so. */
  private record Dataset(
      List<String> classes, List<Example> examples, int partitions, long counted, ImageShape shape)
      implements StoredDataset {

    Dataset(List<String> classes, List<Example> examples, int partitions, long counted) {
      this(classes, examples, partitions, counted, TinyModel.SHAPE);
    }

    Dataset(List<String> classes, List<Example> examples) {
      this(classes, examples, 2, examples.size());
    }

    Dataset withShape(ImageShape other) {
      return new Dataset(classes, examples, partitions, counted, other);
    }

    @Override
    public DatasetManifest manifest() {
      Map<String, Long> counts = new HashMap<>();
      long known = 0;
      for (Example example : examples) {
        if (example.label() >= 0) {
          counts.merge(classes.get(example.label()), 1L, Long::sum);
          known++;
        }
      }
      counts.merge(classes.get(0), counted - known, Long::sum);
      return new DatasetManifest(
          1,
          "drawn",
          "cd34",
          classes,
          shape,
          "fit",
          Map.of("test", counts),
          List.of(0.5),
          List.of(0.25),
          "drawn",
          "folders",
          "",
          true,
          Map.of(),
          DatasetManifest.Duplicates.NONE,
          Map.of(),
          "test",
          "",
          null,
          SourceNotices.NONE);
    }

    @Override
    public String uri() {
      return "memory:";
    }

    @Override
    public JavaRDD<Example> examples(SparkSession spark, Split split) {
      return JavaSparkContext.fromSparkContext(spark.sparkContext())
          .parallelize(examples, partitions);
    }
  }
}
