package io.catwalk.pipeline.ml;

import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.config.ExperimentConfig.EvaluationConfig;
import io.catwalk.pipeline.evaluate.Scorer;
import io.catwalk.pipeline.ml.ImageReader.Invalid;
import io.catwalk.pipeline.model.ModelCard;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.spark.SparkSessions;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * A network that classifies the images of a table. It adds the columns of Spark's {@code
 * ProbabilisticClassificationModel}: the index of the most probable class (double), the
 * probabilities (vector, in the order of {@link #labels}), and their natural logarithms (vector).
 */
public final class CatwalkModel extends Model<CatwalkModel>
    implements ImageColumns<CatwalkModel>, MLWritable {

  private static final long serialVersionUID = 1L;

  /** Examples of one forward pass. */
  private static final EvaluationConfig SCORING = new EvaluationConfig(256, 15);

  private final String uid;
  private final transient TrainedModel model;

  CatwalkModel(String uid, TrainedModel model) {
    this.uid = uid;
    this.model = model;
    setColumnDefaults();
  }

  /** Reads what {@code save} wrote. */
  public static CatwalkModel load(String path) {
    return read().load(path);
  }

  /** Reads what {@code write} wrote. */
  public static MLReader<CatwalkModel> read() {
    return new ModelFiles.Reader();
  }

  @Override
  public MLWriter write() {
    return new ModelFiles.Writer(this);
  }

  @Override
  public String uid() {
    return uid;
  }

  TrainedModel trained() {
    return model;
  }

  /** Names of the classes; predictions are indexes of these. */
  public String[] labels() {
    return card().classes().toArray(String[]::new);
  }

  /** How many classes it tells apart. */
  public int numClasses() {
    return card().classes().size();
  }

  /** SHA-256 of the weights, lower-case hex, as {@code catwalk train} tells it. */
  public String parametersSha256() {
    return Scorer.parametersSha256(model);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> table) {
    StructType schema = transformSchema(table.schema());
    ScoreRows score =
        new ScoreRows(
            ImageReader.of(
                table.schema(),
                getImageCol(),
                HadoopStorage.ofSpark(SparkSessions.settings(table.sparkSession())).sources()),
            card().shape(),
            resize(),
            Invalid.of(getHandleInvalid()),
            SCORING.minibatch(),
            // Spark lets go of the network on the executors once nobody holds the table any more.
            new Scorer(context(table), model, SCORING).function());
    return table.toDF().mapPartitions(score, Encoders.row(schema)).to(schema);
  }

  private static JavaSparkContext context(Dataset<?> table) {
    return JavaSparkContext.fromSparkContext(table.sparkSession().sparkContext());
  }

  /**
   * Registers a function of SQL that takes an encoded image (binary) and gives a struct of {@code
   * label} and {@code probability}; null for null and for what is no image. Each executor keeps one
   * network.
   *
   * @param name of the function
   */
  public void register(SparkSession spark, String name) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    ClassifyFile function =
        new ClassifyFile(
            card().shape(),
            resize(),
            card().classes(),
            new Scorer(context, model, SCORING).function());
    spark.udf().register(name, function, ClassifyFile.RESULT);
  }

  private ModelCard card() {
    return model.card();
  }

  private ResizeMode resize() {
    return ResizeMode.valueOf(card().resize().toUpperCase(Locale.ROOT));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    ImageReader.kind(schema, getImageCol());
    Invalid.of(getHandleInvalid());
    return Columns.withPredictions(schema, this);
  }

  @Override
  public CatwalkModel copy(ParamMap extra) {
    return copyValues(new CatwalkModel(uid, model), extra).setParent(parent());
  }
}
