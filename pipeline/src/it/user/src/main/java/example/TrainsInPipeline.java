package example;

import io.catwalk.pipeline.ml.CatwalkClassifier;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Trains on a folder of photos in a pipeline of Spark ML, stores the pipeline, and reads it again. */
public final class TrainsInPipeline {

  private TrainsInPipeline() {}

  /**
   * @param arguments a folder with a folder a class, and where the pipeline goes
   */
  public static void main(String[] arguments) throws Exception {
    SparkSession spark = SparkSession.builder().appName("trains in a pipeline").getOrCreate();
    Dataset<Row> photos =
        spark
            .read()
            .format("binaryFile")
            .option("recursiveFileLookup", "true")
            .option("pathGlobFilter", "*.*g")
            .load(arguments[0])
            .withColumn(
                "class", functions.element_at(functions.split(functions.col("path"), "/"), -2));
    Pipeline pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  new StringIndexer().setInputCol("class").setOutputCol("label"),
                  new CatwalkClassifier()
                      .setImageCol("content")
                      .setHeight(20)
                      .setWidth(20)
                      .setEpochs(20)
                      .setMinibatch(8)
                      .setLearningRate(0.005)
                });
    pipeline.fit(photos).write().overwrite().save(arguments[1]);
    double accuracy =
        new MulticlassClassificationEvaluator()
            .setMetricName("accuracy")
            .evaluate(PipelineModel.load(arguments[1]).transform(photos));
    System.out.printf("pipeline on Spark %s: accuracy %.3f%n", spark.version(), accuracy);
    spark.stop();
    if (!(accuracy > 0.6)) {
      throw new IllegalStateException("the pipeline learned nothing");
    }
  }
}
