package io.catwalk.pipeline.predict;

import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.HashTable;
import io.catwalk.pipeline.ingest.UnlabelledImages;
import io.catwalk.pipeline.ingest.UnlabelledImages.QuarantinedImage;
import io.catwalk.pipeline.runs.Prediction;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Where the predictions of a job go. Closing it gives up what is not published yet. */
public interface PredictionTarget extends AutoCloseable {

  /** The images that it has already, by {@link UnlabelledImages.Part#keys}. */
  HashTable known();

  /** Scores all images and stores what comes out. */
  void store(UnlabelledImages images, Scoring scoring);

  /** What {@link #store} stored. */
  Dataset<Row> predictions();

  /** Writes a file about what was stored. */
  void write(String name, byte[] content);

  /**
   * All is written.
   *
   * @param unreadable images that could not be decoded, sorted by path
   */
  void publish(List<QuarantinedImage> unreadable);

  /** Full URI of the predictions. */
  String uri();

  /** Full URI of another file. */
  String uri(String name);

  @Override
  void close();

  /** Lets a model predict. */
  interface Scoring {
    JavaRDD<Prediction> of(JavaRDD<Example> examples);
  }
}
