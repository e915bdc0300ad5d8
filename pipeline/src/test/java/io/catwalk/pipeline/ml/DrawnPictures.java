package io.catwalk.pipeline.ml;

import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.ingest.SyntheticPhotos;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** A table of drawn pictures, and a classifier for them that trains in a second. */
record DrawnPictures(Path folder) {

  /** Of each of both classes. */
  static final int EACH = 30;

  static DrawnPictures in(Path folder) {
    SyntheticPhotos.write(folder, List.of("circle", "square"), EACH, 7);
    return new DrawnPictures(folder);
  }

  /** As Spark's own source reads files, with the folder's name as the label. */
  Dataset<Row> files() {
    return LocalSpark.session()
        .read()
        .format("binaryFile")
        .option("recursiveFileLookup", "true")
        .option("pathGlobFilter", "*.*g")
        .load(folder.toString())
        .withColumn("label", functions.element_at(functions.split(functions.col("path"), "/"), -2));
  }

  static CatwalkClassifier classifier() {
    return new CatwalkClassifier()
        .setImageCol("content")
        .setHeight(20)
        .setWidth(20)
        .setChannels(1)
        .setEpochs(3)
        .setMinibatch(8)
        .setAveragingFrequency(2)
        .setLearningRate(0.005);
  }
}
