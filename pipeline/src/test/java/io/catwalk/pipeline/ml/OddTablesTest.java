package io.catwalk.pipeline.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.LocalSpark;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.ml.tuning.TrainValidationSplitModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables as people bring them: sound ones that look unlike an example's. */
class OddTablesTest {

  @TempDir private static Path folder;
  private static SparkSession spark;
  private static Dataset<Row> files;
  private static CatwalkModel model;

  @BeforeAll
  static void draw() {
    spark = LocalSpark.session();
    files = DrawnPictures.in(folder.resolve("drawn")).files().select("content", "label").cache();
    model = DrawnPictures.classifier().fit(files);
  }

  @Test
  void fitReadsTheTableOnceAndTheColumnsItNeedsAlone() {
    LongAccumulator read = spark.sparkContext().longAccumulator();
    LongAccumulator unused = spark.sparkContext().longAccumulator();
    Dataset<Row> costly =
        files
            .withColumn("content", counted(read).apply(col("content")))
            .withColumn("other", counted(unused).apply(col("content")));

    assertThat(DrawnPictures.classifier().fit(costly).parametersSha256())
        .isEqualTo(model.parametersSha256());
    assertThat(read.value()).isEqualTo(2L * DrawnPictures.EACH);
    assertThat(unused.value()).isZero();
  }

  private static org.apache.spark.sql.expressions.UserDefinedFunction counted(
      LongAccumulator counter) {
    UDF1<byte[], byte[]> count =
        value -> {
          counter.add(1);
          return value;
        };
    // Else Spark may leave it out, or put it twice.
    return udf(count, DataTypes.BinaryType).asNondeterministic();
  }

  @Test
  void rowsOfTheSameFileGiveTheSameBitsInAnyOrder() {
    Dataset<Row> twice = files.union(files.withColumn("label", lit("square")));

    String ascending =
        DrawnPictures.classifier().fit(twice.orderBy("label", "content")).parametersSha256();
    String descending =
        DrawnPictures.classifier()
            .fit(twice.orderBy(col("label").desc(), col("content").desc()).repartition(7))
            .parametersSha256();

    assertThat(descending).isEqualTo(ascending);
  }

  @Test
  void namesOfColumnsMayHaveDotsAndDigits() {
    Dataset<Row> dotted =
        files
            .withColumnRenamed("content", "my.picture")
            .withColumnRenamed("label", "a `class`")
            .withColumn("c0", lit(7));
    CatwalkClassifier classifier =
        DrawnPictures.classifier().setImageCol("my.picture").setLabelCol("a `class`");

    CatwalkModel fitted = classifier.fit(dotted);

    assertThat(fitted.parametersSha256()).isEqualTo(model.parametersSha256());
    Dataset<Row> scored = fitted.transform(dotted);
    assertThat(scored.columns())
        .containsExactly(
            "my.picture", "a `class`", "c0", "rawPrediction", "probability", "prediction");
    assertThat(scored.filter("c0 = 7 and prediction is not null").count())
        .isEqualTo(2L * DrawnPictures.EACH);
    Dataset<Row> ambiguous = files.select(col("content"), col("label"), col("label"));
    assertThatThrownBy(() -> DrawnPictures.classifier().fit(ambiguous))
        .hasMessage("the table has 2 columns label; expected one");
  }

  @Test
  void partsOfATableMayLackAClassThatItsIndexerKnows() {
    Dataset<Row> three =
        files.withColumn("label", expr("if(length(content) % 5 = 0, 'a rare one', label)"));
    StringIndexerModel indexer =
        new StringIndexer().setInputCol("label").setOutputCol("index").fit(three);
    Dataset<Row> indexed = indexer.transform(three);
    double rare = List.of(indexer.labelsArray()[0]).indexOf("a rare one");
    CatwalkClassifier classifier = DrawnPictures.classifier().setLabelCol("index");

    CatwalkModel fitted = classifier.fit(indexed.filter(col("index").notEqual(lit(rare))));

    assertThat(fitted.labels()).containsExactly(indexer.labelsArray()[0]);
    Dataset<Row> scored = fitted.transform(indexed);
    assertThat(scored.schema().apply("index").metadata())
        .isEqualTo(indexed.schema().apply("index").metadata());
    Dataset<Row> beyond =
        indexed.withColumn("index", expr("index + 1").as("index", metadata(indexed)));
    assertThatThrownBy(() -> classifier.fit(beyond))
        .hasMessage(
            "label column index holds 3.0; expected whole numbers from 0 to 2, for which its metadata has names");
  }

  private static org.apache.spark.sql.types.Metadata metadata(Dataset<Row> table) {
    return table.schema().apply("index").metadata();
  }

  @Test
  void aNumberThatIsNoneIsNoLabel() {
    Dataset<Row> holes =
        files
            .withColumn("n", expr("if(label = 'circle', 0D, 1D)"))
            .withColumn("n", expr("if(length(content) % 3 = 0, double('NaN'), n)"));
    CatwalkClassifier classifier = DrawnPictures.classifier().setLabelCol("n");

    assertThatThrownBy(() -> classifier.fit(holes))
        .isInstanceOf(CatwalkException.class)
        .hasMessage("label column n holds NaN; handleInvalid = skip leaves such rows out");
    assertThat(classifier.setHandleInvalid("skip").fit(holes).parametersSha256())
        .isEqualTo(classifier.fit(holes.filter("not isnan(n)")).parametersSha256());
  }

  @Test
  void tablesMayBeTinyOrEmpty() {
    assertThat(model.transform(files.limit(1).repartition(4)).count()).isEqualTo(1);
    assertThat(model.transform(files.filter("false")).collectAsList()).isEmpty();
    assertThatThrownBy(() -> DrawnPictures.classifier().fit(files.filter("false")))
        .hasMessage("label column label holds 0 classes; expected 2 to 10,000");
    Dataset<Row> two =
        files.filter("label = 'circle'").limit(1).union(files.filter("label = 'square'").limit(1));
    assertThat(DrawnPictures.classifier().fit(two.repartition(6)).numClasses()).isEqualTo(2);
  }

  @Test
  void aStreamIsScoredAndNotTrainedOn() throws Exception {
    files.write().parquet(folder.resolve("arriving").toString());
    Dataset<Row> stream =
        spark.readStream().schema(files.schema()).parquet(folder.resolve("arriving").toString());

    StreamingQuery query =
        model.transform(stream).writeStream().format("memory").queryName("scored").start();
    try {
      query.processAllAvailable();
      assertThat(spark.table("scored").filter("prediction is not null").count())
          .isEqualTo(2L * DrawnPictures.EACH);
    } finally {
      query.stop();
    }
    assertThatThrownBy(() -> DrawnPictures.classifier().fit(stream))
        .hasMessage("fit takes a table that is whole, not a stream");
  }

  @Test
  void trainingsMayRunSideBySideInACrossValidator() {
    CatwalkClassifier estimator = DrawnPictures.classifier().setWorkers(1).setLabelCol("index");
    Dataset<Row> indexed =
        new StringIndexer().setInputCol("label").setOutputCol("index").fit(files).transform(files);
    CrossValidator validator =
        new CrossValidator()
            .setEstimator(estimator)
            .setEvaluator(new MulticlassClassificationEvaluator().setLabelCol("index"))
            .setEstimatorParamMaps(
                new ParamGridBuilder().addGrid(estimator.epochs(), new int[] {1, 3}).build())
            .setNumFolds(2)
            .setSeed(3);

    double[] oneByOne = validator.fit(indexed).avgMetrics();

    assertThat(validator.setParallelism(2).fit(indexed).avgMetrics()).isEqualTo(oneByOne);
    TrainValidationSplitModel split =
        new TrainValidationSplit()
            .setEstimator(estimator)
            .setEvaluator(validator.getEvaluator())
            .setEstimatorParamMaps(validator.getEstimatorParamMaps())
            .setParallelism(2)
            .fit(indexed);
    assertThat(split.validationMetrics()).hasSize(2).doesNotContain(Double.NaN);
    assertThat(split.bestModel()).isInstanceOf(CatwalkModel.class);
  }

  @Test
  void trainingMayStartFromAStoredNetwork() throws IOException {
    String stored = folder.resolve("stored").toString();
    model.write().overwrite().save(stored);
    CatwalkClassifier one = DrawnPictures.classifier().setEpochs(1);

    CatwalkModel further = one.setSettings("model.from=" + stored).fit(files);

    assertThat(further.parametersSha256()).isNotEqualTo(model.parametersSha256());
    assertThat(further.parametersSha256())
        .isNotEqualTo(
            one.copy(ParamMap.empty()).setSettings(new String[0]).fit(files).parametersSha256());
    assertThatThrownBy(() -> one.setSettings("model.from=" + stored).setHeight(24).fit(files))
        .hasMessage(
            "data.shape is 1@24×20, but the stored lenet5 of model.from takes images of 1@20×20; expected the same");
    assertThatThrownBy(() -> one.setSettings("model.from=" + stored + "/none").fit(files))
        .hasMessageMatching("model.from = .*/none: there is no file:.*/none/model.zip");
  }

  @Test
  void aStoredNetworkOfANewerCatwalkIsRefusedInALine() throws IOException {
    Path stored = folder.resolve("newer");
    model.write().overwrite().save(stored.toString());
    Path zip = stored.resolve("model.zip");
    Files.deleteIfExists(stored.resolve(".model.zip.crc"));
    try (FileSystem inside = FileSystems.newFileSystem(zip)) {
      Path card = inside.getPath("catwalk.json");
      Files.writeString(
          card,
          Files.readString(card)
              .replaceFirst("\"schema_version\" *: *\\d+", "\"schema_version\" : 999"));
    }

    assertThatThrownBy(() -> CatwalkModel.load(stored.toString()))
        .isInstanceOf(CatwalkException.class)
        .hasMessageContaining("999")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aCopyHasItsOwnParameters() {
    CatwalkClassifier classifier = DrawnPictures.classifier();
    CatwalkClassifier copy =
        classifier.copy(new ParamMap().put(classifier.epochs(), 1).put(classifier.seed(), 9L));

    assertThat(copy.getEpochs()).isEqualTo(1);
    assertThat(classifier.getEpochs()).isEqualTo(3);
    assertThat(copy.uid()).isEqualTo(classifier.uid());
    CatwalkModel fitted = classifier.fit(files, new ParamMap().put(classifier.epochs(), 1));
    assertThat(fitted.parametersSha256()).isNotEqualTo(model.parametersSha256());
    assertThat(fitted.parent().uid()).isEqualTo(classifier.uid());
    CatwalkModel renamed =
        model.copy(new ParamMap().put(model.predictionCol(), "class").put(model.imageCol(), "x"));
    assertThat(renamed.transform(files.withColumnRenamed("content", "x")).columns())
        .endsWith("class");
  }
}
