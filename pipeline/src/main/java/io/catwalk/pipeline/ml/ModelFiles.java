package io.catwalk.pipeline.ml;

import io.catwalk.pipeline.model.ModelArchive;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.spark.SparkSessions;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * A {@link CatwalkModel} as Spark stores stages: a folder with {@code metadata/}, and {@code
 * model.zip} beside it, which every command takes as {@code --model}.
 */
final class ModelFiles {

  private static final String MODEL = "model.zip";

  private ModelFiles() {}

  private static ArtifactStore store(SparkSession spark, String folder) {
    return HadoopStorage.ofSpark(SparkSessions.settings(spark)).store(folder);
  }

  /** Writes a model's folder. */
  static final class Writer extends MLWriter {

    private final CatwalkModel model;

    Writer(CatwalkModel model) {
      this.model = model;
    }

    @Override
    public void saveImpl(String path) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try {
        ModelArchive.write(model.trained(), bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      store(sparkSession(), path).write(MODEL, bytes.toByteArray());
      // Last, since readers look for it first.
      new DefaultParamsWriter(model).saveImpl(path);
    }
  }

  /** Reads a model's folder. */
  static final class Reader extends MLReader<CatwalkModel> {
    @Override
    public CatwalkModel load(String path) {
      DefaultParamsReader.Metadata stored =
          DefaultParamsReader.loadMetadata(path, sc(), CatwalkModel.class.getName());
      ArtifactStore store = store(sparkSession(), path);
      TrainedModel trained = ModelArchive.read(store.read(MODEL), store.resolve(MODEL).toString());
      CatwalkModel model = new CatwalkModel(stored.uid(), trained);
      stored.getAndSetParams(model, Option.empty());
      return model;
    }
  }
}
