package io.catwalk.pipeline.predict;

import io.catwalk.pipeline.dataset.HashTable;
import io.catwalk.pipeline.evaluate.PredictionTable;
import io.catwalk.pipeline.ingest.UnlabelledImages;
import io.catwalk.pipeline.ingest.UnlabelledImages.QuarantinedImage;
import io.catwalk.pipeline.runs.RunPaths;
import io.catwalk.pipeline.storage.HadoopStorage.Place;
import io.catwalk.pipeline.storage.Location;
import io.catwalk.pipeline.storage.StagedFolder;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A folder of its own, which appears as a whole. */
public final class PredictionFolder implements PredictionTarget {

  private final SparkSession spark;
  private final Place destination;
  private final List<String> classes;
  private final boolean csv;
  private final StagedFolder folder;

  /**
   * @param classes names in label order
   * @param csv whether one table for people takes the place of Parquet
   * @throws io.catwalk.pipeline.CatwalkException (usage) when something is there already
   */
  public PredictionFolder(
      SparkSession spark, Place destination, List<String> classes, boolean csv) {
    this.spark = spark;
    this.destination = destination;
    this.classes = List.copyOf(classes);
    this.csv = csv;
    this.folder = destination.store().stage(destination.path());
  }

  @Override
  public HashTable known() {
    return HashTable.EMPTY;
  }

  @Override
  public void store(UnlabelledImages images, Scoring scoring) {
    new PredictionTable(spark, classes).write(scoring.of(images.examples()), table());
  }

  @Override
  public Dataset<Row> predictions() {
    return spark.read().parquet(table().literal());
  }

  private Location table() {
    return destination.store().resolve(folder.path() + "/" + RunPaths.PREDICTIONS);
  }

  @Override
  public void write(String name, byte[] content) {
    folder.write(name, content);
  }

  @Override
  public void publish(List<QuarantinedImage> unreadable) {
    folder.write(PredictionFiles.UNREADABLE, PredictionFiles.unreadable(unreadable));
    if (csv) {
      folder.write(
          PredictionFiles.PREDICTIONS, PredictionFiles.predictions(predictions(), classes));
      destination.store().delete(folder.path() + "/" + RunPaths.PREDICTIONS);
    }
    folder.publish();
  }

  @Override
  public String uri() {
    return uri(csv ? PredictionFiles.PREDICTIONS : RunPaths.PREDICTIONS);
  }

  @Override
  public String uri(String name) {
    return destination.uri(name);
  }

  @Override
  public void close() {
    folder.close();
  }
}
