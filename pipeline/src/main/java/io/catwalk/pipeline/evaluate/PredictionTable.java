package io.catwalk.pipeline.evaluate;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import io.catwalk.pipeline.dataset.ImageFacts;
import io.catwalk.pipeline.storage.Location;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/**
 * {@code predictions.parquet}: a folder of Parquet files with the columns
 *
 * <ul>
 *   <li>{@code path} string, {@code sha256} string: the image
 *   <li>{@code actual} string, {@code actual_index} int: its class, null where it is not known
 *   <li>{@code predicted} string, {@code predicted_index} int: the most probable class
 *   <li>{@code correct} boolean: whether they are the same, null where the actual one is not known
 *   <li>{@code probabilities} array of float: a class, in label order
 *   <li>{@code source_width}, {@code source_height} int, {@code brightness} double (0 to 1), {@code
 *       attributes} map of string to string: of the image, null where they are not known
 * </ul>
 */
public final class PredictionTable {

  /** Its name in a run's folder. */
  public static final String NAME = "predictions.parquet";

  private static final StructType SCHEMA =
      new StructType()
          .add("path", StringType, false)
          .add("sha256", StringType, false)
          .add("actual", StringType, true)
          .add("actual_index", IntegerType, true)
          .add("predicted", StringType, false)
          .add("predicted_index", IntegerType, false)
          .add("correct", BooleanType, true)
          .add("probabilities", createArrayType(FloatType, false), false)
          .add("source_width", IntegerType, true)
          .add("source_height", IntegerType, true)
          .add("brightness", DoubleType, true)
          .add("attributes", createMapType(StringType, StringType, false), true);

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
   * @throws io.catwalk.pipeline.CatwalkException (data) when a model gives something that is no
   *     probability
   */
  public void write(JavaRDD<Prediction> predictions, Location folder) {
    JobFailure.unwrap(
        () -> {
          spark
              .createDataFrame(predictions.map(new PredictionRow(classes)), SCHEMA)
              .write()
              .parquet(folder.toString());
          return null;
        });
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
