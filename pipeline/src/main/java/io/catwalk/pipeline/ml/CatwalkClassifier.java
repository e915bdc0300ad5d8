package io.catwalk.pipeline.ml;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.ComputeConfig;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.ingest.TableImages;
import io.catwalk.pipeline.ingest.TableImages.LabelledImage;
import io.catwalk.pipeline.ml.ImageReader.Invalid;
import io.catwalk.pipeline.spark.SparkSessions;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.StructType;
import org.slf4j.LoggerFactory;

/**
 * Trains an image classifier on a table, by parameter averaging on the table's Spark:
 *
 * <pre>{@code
 * new CatwalkClassifier().setImageCol("content").setLabelCol("label")
 *     .setNetwork("catwalk-small").setHeight(64).setWidth(64).setChannels(3).setEpochs(20)
 *     .fit(photos);
 * }</pre>
 *
 * <p>Rows with the same images, labels and validation part as a dataset of {@code catwalk train}
 * give the same network, bit for bit, whatever the order and partitions of the rows. Decoded images
 * are kept by Spark while it trains.
 */
public final class CatwalkClassifier extends Estimator<CatwalkModel>
    implements TrainingParams<CatwalkClassifier>, DefaultParamsWritable {

  private static final long serialVersionUID = 1L;

  private final String uid;

  public CatwalkClassifier() {
    this(Identifiable.randomUID("catwalk"));
  }

  /**
   * @param uid by which pipelines know it
   */
  public CatwalkClassifier(String uid) {
    this.uid = uid;
    setColumnDefaults();
    setDefault(labelCol(), "label");
    setDefault(validationIndicatorCol(), "");
    setDefault(weightCol(), "");
    TrainingSettings.setDefaults(this);
  }

  /** Reads what {@code save} wrote. */
  public static CatwalkClassifier load(String path) {
    return read().load(path);
  }

  /** Reads what {@code write} wrote. */
  public static MLReader<CatwalkClassifier> read() {
    return new DefaultParamsReader<>();
  }

  @Override
  public String uid() {
    return uid;
  }

  public Param<String> labelCol() {
    return new Param<>(this, "labelCol", "column of labels: names, or indexes from 0");
  }

  public String getLabelCol() {
    return getOrDefault(labelCol());
  }

  public CatwalkClassifier setLabelCol(String name) {
    return with(labelCol(), name);
  }

  public Param<String> validationIndicatorCol() {
    return new Param<>(
        this,
        "validationIndicatorCol",
        "column that is true for images that validate each epoch instead of training; empty for none");
  }

  public String getValidationIndicatorCol() {
    return getOrDefault(validationIndicatorCol());
  }

  public CatwalkClassifier setValidationIndicatorCol(String name) {
    return with(validationIndicatorCol(), name);
  }

  public Param<String> weightCol() {
    return new Param<>(
        this, "weightCol", "column of what each image counts, 0 or more; empty: all the same");
  }

  public String getWeightCol() {
    return getOrDefault(weightCol());
  }

  public CatwalkClassifier setWeightCol(String name) {
    return with(weightCol(), name);
  }

  /**
   * @throws CatwalkException (usage) for settings that cannot be; (data) for labels and weights
   *     that are none, for images that cannot be decoded unless {@code handleInvalid} allows them,
   *     and as {@code catwalk train}
   */
  @Override
  public CatwalkModel fit(Dataset<?> table) {
    transformSchema(table.schema());
    if (table.isStreaming()) {
      throw new IllegalArgumentException("fit takes a table that is whole, not a stream");
    }
    ExperimentConfig config = TrainingSettings.of(this);
    boolean stock = config.train().compute().layers() == ComputeConfig.Layers.STOCK;
    if (stock && !getWeightCol().isEmpty()) {
      throw CatwalkException.usage(
          "weightCol = "
              + getWeightCol()
              + ": stock layers cannot weigh images; expected train.layers = engine");
    }
    LabelColumn label = LabelColumn.of(table.schema(), getLabelCol());
    TableTraining training = TableTraining.of(table.sparkSession(), config);
    return CatwalkException.told(
        () -> {
          try (TableImages images =
              TableImages.of(rows(table, label), label::classes, config.data())) {
            refuse(images);
            CatwalkModel model = new CatwalkModel(uid, training.train(images, getCheckpointPath()));
            return copyValues(model, ParamMap.empty()).setParent(this);
          }
        });
  }

  private JavaRDD<LabelledImage> rows(Dataset<?> table, LabelColumn label) {
    StructType schema = table.schema();
    ImageReader images =
        ImageReader.of(
            schema,
            getImageCol(),
            HadoopStorage.ofSpark(SparkSessions.settings(table.sparkSession())).sources());
    List<String> used = new ArrayList<>(List.of(getImageCol(), getLabelCol()));
    int validation = addIfNamed(used, getValidationIndicatorCol());
    int weight = addIfNamed(used, getWeightCol());
    boolean strict = Invalid.of(getHandleInvalid()) == Invalid.ERROR;
    return Columns.only(table, used)
        .javaRDD()
        .filter(new HasLabel(label, strict))
        .map(
            new ToImage(images.at(0), label, validation, new WeightColumn(getWeightCol()), weight));
  }

  /** Its position, or -1 for none. */
  private static int addIfNamed(List<String> columns, String column) {
    if (column.isEmpty()) {
      return -1;
    }
    columns.add(column);
    return columns.size() - 1;
  }

  private void refuse(TableImages images) {
    if (images.bad() == 0) {
      return;
    }
    String what =
        String.format(
            Locale.ROOT,
            "%,d images of column %s cannot be used: %s",
            images.bad(),
            getImageCol(),
            String.join(", ", images.firstBad()));
    if (Invalid.of(getHandleInvalid()) == Invalid.ERROR) {
      throw CatwalkException.data(what + "; handleInvalid = skip leaves them out");
    }
    LoggerFactory.getLogger(CatwalkClassifier.class).warn("{}; they are left out", what);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    ImageReader.kind(schema, getImageCol());
    LabelColumn.of(schema, getLabelCol());
    Invalid.of(getHandleInvalid());
    String validation = getValidationIndicatorCol();
    if (!validation.isEmpty()
        && !(Columns.of(schema, validation).dataType() instanceof BooleanType)) {
      throw new IllegalArgumentException(
          "validation column " + validation + " is not of type boolean");
    }
    if (!getWeightCol().isEmpty()) {
      WeightColumn.check(schema, getWeightCol());
    }
    return Columns.withPredictions(schema, this);
  }

  @Override
  public CatwalkClassifier copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /**
   * The image of a row of image, label and perhaps more.
   *
   * @param validationAt position of whether it validates, or -1 for none
   * @param weightAt position of what it counts, or -1 for none
   */
  private record ToImage(
      ImageReader images, LabelColumn label, int validationAt, WeightColumn weight, int weightAt)
      implements Function<Row, LabelledImage> {
    @Override
    public LabelledImage call(Row row) {
      boolean validates =
          validationAt >= 0 && !row.isNullAt(validationAt) && row.getBoolean(validationAt);
      return new LabelledImage(
          images.read(row),
          label.of(row, 1),
          validates ? Split.VALIDATION : Split.TRAIN,
          weightAt < 0 ? 1 : weight.of(row, weightAt));
    }
  }

  /** Rows of image and label that have one. */
  private record HasLabel(LabelColumn label, boolean strict) implements Function<Row, Boolean> {
    @Override
    public Boolean call(Row row) {
      boolean has = label.isIn(row, 1);
      if (!has && strict) {
        throw CatwalkException.data(
            String.format(
                Locale.ROOT,
                "label column %s holds %s; handleInvalid = skip leaves such rows out",
                label.name(),
                row.isNullAt(1) ? "null" : "NaN"));
      }
      return has;
    }
  }
}
