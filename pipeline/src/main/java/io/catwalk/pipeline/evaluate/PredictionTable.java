package io.catwalk.pipeline.evaluate;

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
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/** Writes {@code predictions.parquet}, whose columns {@link PredictionColumns} tells of. */
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
   * Writes a folder that is not there yet: a file a partition, in the order of the predictions.
   *
   * @throws CatwalkException (data) when a model gives something that is no probability
   */
  public void write(JavaRDD<Prediction> predictions, Location folder) {
    try {
      spark
          .createDataFrame(predictions.map(new PredictionRow(classes)), SCHEMA)
          .write()
          .parquet(folder.toString());
    } catch (Exception e) { // SparkException is a checked one that Scala's methods do not declare.
      CatwalkException.among(e)
          .ifPresent(
              told -> {
                throw told;
              });
      throw e;
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
