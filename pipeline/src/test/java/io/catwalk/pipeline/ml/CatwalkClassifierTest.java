package io.catwalk.pipeline.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.evaluate.Scorer;
import io.catwalk.pipeline.ingest.Ingest;
import io.catwalk.pipeline.ingest.IngestListener;
import io.catwalk.pipeline.model.CatalogModels;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.train.Trainer;
import io.catwalk.pipeline.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training and scoring as stages of Spark ML. */
class CatwalkClassifierTest {

  @TempDir private static Path folder;
  private static SparkSession spark;
  private static DrawnPictures pictures;

  @BeforeAll
  static void draw() {
    spark = LocalSpark.session();
    pictures = DrawnPictures.in(folder.resolve("drawn"));
  }

  @Test
  void trainsTheNetworkThatTheCommandTrains() {
    List<ConfigOverride> overrides = new ArrayList<>();
    Map.of(
            "data.source", folder.resolve("drawn").toString(),
            "data.shape.height", "20",
            "data.shape.width", "20",
            "data.test-percent", "0",
            "train.epochs", "3",
            "train.minibatch", "8",
            "train.averaging-frequency", "2",
            "train.learning-rate", "0.005")
        .forEach((key, value) -> overrides.add(ConfigOverride.option("test", key, value)));
    ExperimentConfig config =
        new ConfigLoader(new CatalogModels()).load(new ConfigSources(Map.of(), overrides, true));
    HadoopStorage storage = HadoopStorage.with(Map.of());
    StoredDataset stored =
        new Ingest(spark, storage.store(folder + "/store"), storage.sources())
            .run(config.data(), IngestListener.SILENT);
    String command =
        Scorer.parametersSha256(
            new Trainer(spark, config.train(), TrainingListener.SILENT)
                .train(stored, config.model().definition(config.data().shape()))
                .model());
    Set<String> validates =
        new HashSet<>(stored.examples(spark, Split.VALIDATION).map(Example::sha256).collect());
    assertThat(validates).isNotEmpty();

    Dataset<Row> table =
        pictures
            .files()
            .withColumn(
                "validates",
                functions.sha2(functions.col("content"), 256).isin(validates.toArray()))
            .repartition(5);
    CatwalkModel model =
        DrawnPictures.classifier().setValidationIndicatorCol("validates").fit(table);

    assertThat(model.parametersSha256()).isEqualTo(command);
    assertThat(model.labels()).containsExactly("circle", "square");
    assertThat(DrawnPictures.classifier().fit(table).parametersSha256()).isNotEqualTo(command);
  }

  @Test
  void worksInPipelinesAndIsReadBack() throws IOException {
    Pipeline pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  new StringIndexer().setInputCol("label").setOutputCol("index"),
                  DrawnPictures.classifier()
                      .setLabelCol("index")
                      .setEpochs(20)
                      .setSettings("train.label-smoothing=0.1")
                });
    PipelineModel fitted = pipeline.fit(pictures.files());
    List<Row> before = fitted.transform(pictures.files()).orderBy("path").collectAsList();
    String path = folder + "/pipe line";

    fitted.write().overwrite().save(path);
    PipelineModel read = PipelineModel.load(path);
    List<Row> after = read.transform(pictures.files()).orderBy("path").collectAsList();

    assertThat(after).isEqualTo(before);
    assertThat(((CatwalkModel) read.stages()[1]).labels()).hasSize(2);
    assertThat(((CatwalkModel) read.stages()[1]).getImageCol()).isEqualTo("content");
    for (Row row : before) {
      Vector probability = row.getAs("probability");
      double best = row.<Double>getAs("prediction");
      assertThat(probability.argmax()).isEqualTo((int) best);
      assertThat(probability.apply(0) + probability.apply(1)).isCloseTo(1, within(1e-5));
      assertThat(Math.exp(row.<Vector>getAs("rawPrediction").apply(0)))
          .isCloseTo(probability.apply(0), within(1e-6));
    }
    // It has learned what little there is to learn.
    assertThat(
            new MulticlassClassificationEvaluator()
                .setLabelCol("index")
                .setMetricName("accuracy")
                .evaluate(fitted.transform(pictures.files())))
        .isGreaterThan(0.6);
  }

  @Test
  void crossValidationChoosesAmongItsSettings() {
    CatwalkClassifier estimator = DrawnPictures.classifier();
    ParamMap[] grid = new ParamGridBuilder().addGrid(estimator.epochs(), new int[] {1, 4}).build();
    CrossValidatorModel best =
        new CrossValidator()
            .setEstimator(
                new Pipeline()
                    .setStages(
                        new PipelineStage[] {
                          new StringIndexer().setInputCol("label").setOutputCol("index"),
                          estimator.setLabelCol("index")
                        }))
            .setEvaluator(new MulticlassClassificationEvaluator().setLabelCol("index"))
            .setEstimatorParamMaps(grid)
            .setNumFolds(2)
            .setSeed(3)
            .fit(pictures.files());

    assertThat(best.avgMetrics()).hasSize(2).doesNotContain(Double.NaN);
    assertThat(best.transform(pictures.files()).count()).isEqualTo(2 * DrawnPictures.EACH);
  }

  @Test
  void imagesMayBePathsOrPixels() {
    CatwalkModel model = DrawnPictures.classifier().fit(pictures.files());
    Dataset<Row> pixels =
        spark
            .read()
            .format("image")
            .option("recursiveFileLookup", "true")
            .option("pathGlobFilter", "*.png")
            .load(folder.resolve("drawn").toString());

    List<Double> ofFiles = scores(model.transform(pictures.files()), "path");
    List<Double> ofPaths =
        scores(
            model.copy(ParamMap.empty()).setImageCol("path").transform(pictures.files()), "path");
    List<Double> ofPixels =
        scores(model.copy(ParamMap.empty()).setImageCol("image").transform(pixels), "image.origin");

    assertThat(ofPaths).isEqualTo(ofFiles);
    // Spark decodes JPEG with Java's decoder, whose pixels are others by a little; PNG has one
    // reading.
    assertThat(ofPixels).hasSize(DrawnPictures.EACH / 3 * 2);
    assertThat(ofPixels)
        .isEqualTo(scores(model.transform(pictures.files()).filter("path like '%.png'"), "path"));
  }

  private static List<Double> scores(Dataset<Row> scored, String order) {
    return scored.orderBy(order).collectAsList().stream()
        .map(row -> row.<Vector>getAs("probability").apply(0))
        .toList();
  }

  @Test
  void aFunctionOfSqlSaysTheSame() {
    CatwalkModel model = DrawnPictures.classifier().fit(pictures.files());
    model.register(spark, "classify");

    Dataset<Row> both =
        model
            .transform(pictures.files())
            .withColumn("said", functions.expr("classify(content)"))
            .withColumn("none", functions.expr("classify(cast('no picture' as binary))"));

    for (Row row : both.collectAsList()) {
      int best = (int) (double) row.<Double>getAs("prediction");
      Row said = row.getAs("said");
      assertThat(said.getString(0)).isEqualTo(model.labels()[best]);
      assertThat(said.getDouble(1))
          .isCloseTo(row.<Vector>getAs("probability").apply(best), within(1e-5));
      assertThat(row.isNullAt(row.fieldIndex("none"))).isTrue();
    }
  }

  /** As keys of an object store are given: on the command line of spark-submit. */
  @Test
  void readsFilesWithTheSettingsOfTheSparkThatRunsIt() {
    CatwalkModel model = DrawnPictures.classifier().fit(pictures.files());
    spark
        .sparkContext()
        .conf()
        .set("spark.hadoop.fs.picture.impl", LocalFileSystem.class.getName());
    try {
      Dataset<Row> elsewhere =
          pictures
              .files()
              .withColumn(
                  "path", functions.regexp_replace(functions.col("path"), "^file:", "picture:"));

      assertThatThrownBy(
              () ->
                  model
                      .copy(ParamMap.empty())
                      .setImageCol("path")
                      .transform(elsewhere)
                      .collectAsList())
          .hasStackTraceContaining("Wrong FS: picture:");
    } finally {
      spark.sparkContext().conf().remove("spark.hadoop.fs.picture.impl");
    }
  }

  @Test
  void parametersHaveTheConfigurationsDefaults() {
    CatwalkClassifier fresh = new CatwalkClassifier();

    assertThat(fresh.getNetwork()).isEqualTo("lenet5");
    assertThat(fresh.getHeight()).isEqualTo(32);
    assertThat(fresh.getLearningRate()).isEqualTo(0.001);
    assertThat(fresh.getFlip()).isFalse();
    assertThat(fresh.explainParams()).contains("averagingFrequency", "default: 10");
    assertThat(Stream.of(fresh.copy(ParamMap.empty()).params())).hasSameSizeAs(fresh.params());
  }
}
