package io.catwalk.pipeline.evaluate;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.dataset.Example.ImageFacts;
import io.catwalk.pipeline.runs.Prediction;
import io.catwalk.pipeline.runs.PredictionColumns;
import io.catwalk.pipeline.storage.Location;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/**
 * Writes and reads {@code predictions.parquet}, whose columns {@link PredictionColumns} tells of.
 */
public final class PredictionTable {

  private static final StructType SCHEMA =
      new StructType()
          .add(PredictionColumns.PATH, StringType, false)
          .add(PredictionColumns.SHA256, StringType, false)
          .add(PredictionColumns.ACTUAL, StringType, true)
          .add(PredictionColumns.ACTUAL_INDEX, IntegerType, true)
          .add(PredictionColumns.PREDICTED, StringType, false)
          .add(PredictionColumns.PREDICTED_INDEX, IntegerType, false)
          .add(PredictionColumns.CORRECT, BooleanType, true)
          .add(PredictionColumns.PROBABILITIES, createArrayType(FloatType, false), false)
          .add(PredictionColumns.SOURCE_WIDTH, IntegerType, true)
          .add(PredictionColumns.SOURCE_HEIGHT, IntegerType, true)
          .add(PredictionColumns.BRIGHTNESS, DoubleType, true)
          .add(PredictionColumns.ATTRIBUTES, createMapType(StringType, StringType, false), true);

  /** Numbers in a file, at 4 bytes each: who reads a run on one machine holds a file at a time. */
  private static final int MOST_PROBABILITIES = 20_000_000;

  private final SparkSession spark;
  private final List<String> classes;

  /**
   * @param classes names in label order
   */
  public PredictionTable(SparkSession spark, List<String> classes) {
    this.spark = spark;
    this.classes = List.copyOf(classes);
  }

  /**
   * Writes a folder that is not there yet: a file a partition, or several of a long one, in the
   * order of the predictions.
   *
   * @throws CatwalkException (data) when a model gives something that is no probability
   */
  public void write(JavaRDD<Prediction> predictions, Location folder) {
    write(table(predictions), SaveMode.ErrorIfExists, folder);
  }

  /**
   * Adds files to a folder, and to each row who predicted it.
   *
   * @param parametersSha256 of the model's weights
   * @throws CatwalkException (data) when a model gives something that is no probability
   */
  public void add(JavaRDD<Prediction> predictions, Location folder, String parametersSha256) {
    write(
        table(predictions).withColumn(PredictionColumns.PARAMETERS_SHA256, lit(parametersSha256)),
        SaveMode.Append,
        folder);
  }

  /** A table without rows. */
  public Dataset<Row> empty() {
    return spark.createDataFrame(List.of(), SCHEMA);
  }

  private Dataset<Row> table(JavaRDD<Prediction> predictions) {
    return spark.createDataFrame(predictions.map(new PredictionRow(classes)), SCHEMA);
  }

  private void write(Dataset<Row> rows, SaveMode mode, Location folder) {
    CatwalkException.told(
        () -> {
          rows.write()
              .mode(mode)
              .option("maxRecordsPerFile", Math.max(1, MOST_PROBABILITIES / classes.size()))
              .parquet(folder.toString());
          return folder;
        });
  }

  /**
   * What judging takes of a table that was written: all predictions, without what is known of the
   * images, in an order that does not matter.
   *
   * @return fails with a {@link CatwalkException} (data) as its cause at an image without a known
   *     class
   */
  public JavaRDD<Prediction> read(Location folder) {
    return spark
        .read()
        .schema(SCHEMA)
        .parquet(folder.literal())
        .select(
            PredictionColumns.PATH,
            PredictionColumns.SHA256,
            PredictionColumns.ACTUAL_INDEX,
            PredictionColumns.PROBABILITIES)
        .javaRDD()
        .map(new RowPrediction(classes.size(), folder.toString()));
  }

  /**
   * A row of {@link PredictionTable} as a prediction.
   *
   * @param classes number of classes
   * @param table for the message
   */
  private record RowPrediction(int classes, String table) implements Function<Row, Prediction> {

    @Override
    public Prediction call(Row row) {
      List<Float> stored = row.getList(3);
      float[] probabilities = new float[stored.size()];
      int next = 0;
      for (float probability : stored) {
        probabilities[next++] = probability;
      }
      Prediction prediction =
          new Prediction(
              row.getString(0),
              row.getString(1),
              row.isNullAt(2) ? -1 : row.getInt(2),
              probabilities);
      prediction.requireJudged(classes, table);
      return prediction;
    }
  }

  /**
   * A prediction as a row of {@link PredictionTable}.
   *
   * @param classes names in label order
   */
  private record PredictionRow(List<String> classes) implements Function<Prediction, Row> {

    @Override
    public Row call(Prediction prediction) {
      int actual = prediction.actual();
      int predicted = prediction.predicted();
      boolean known = actual >= 0;
      ImageFacts facts = prediction.facts();
      return RowFactory.create(
          prediction.path(),
          prediction.sha256(),
          known ? classes.get(actual) : null,
          known ? Integer.valueOf(actual) : null,
          classes.get(predicted),
          predicted,
          known ? Boolean.valueOf(predicted == actual) : null,
          prediction.probabilities(),
          facts == null ? null : facts.sourceWidth(),
          facts == null ? null : facts.sourceHeight(),
          facts == null ? null : facts.brightness(),
          facts == null ? null : JavaConverters.mapAsScalaMap(facts.attributes()));
    }
  }
}
