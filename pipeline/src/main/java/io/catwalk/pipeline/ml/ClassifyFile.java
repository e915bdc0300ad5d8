package io.catwalk.pipeline.ml;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.ingest.ImageBytes;
import io.catwalk.pipeline.runs.Prediction;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Classifies one encoded image, for SQL.
 *
 * @param shape that the network takes
 * @param resize how images become that
 * @param classes names in label order
 * @param score predicts
 */
record ClassifyFile(
    ImageShape shape,
    ResizeMode resize,
    List<String> classes,
    FlatMapFunction<Iterator<Example>, Prediction> score)
    implements UDF1<byte[], Row> {

  static final StructType RESULT =
      new StructType().add("label", DataTypes.StringType).add("probability", DataTypes.DoubleType);

  @Override
  public Row call(byte[] file) throws Exception {
    if (file == null) {
      return null;
    }
    // A decoder is little more than a few buffers beside the image that it decodes.
    try (ImageBytes decoder = new ImageBytes(shape, resize, ScoreRows.MAX_MEGAPIXELS)) {
      Example example = decoder.example(file, "an image", -1);
      Prediction said = score.call(List.of(example).iterator()).next();
      int best = said.predicted();
      return RowFactory.create(classes.get(best), (double) said.probabilities()[best]);
    } catch (CatwalkException e) {
      return null;
    }
  }
}
