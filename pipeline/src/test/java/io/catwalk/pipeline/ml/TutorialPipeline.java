package io.catwalk.pipeline.ml;

import static org.apache.spark.sql.functions.expr;

import java.io.IOException;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What XGBoost4J-Spark's tutorial does with a table of flowers, done with photos: the guide's. */
final class TutorialPipeline {

  private TutorialPipeline() {}

  static Dataset<Row> run(
      SparkSession spark, String inputPath, String modelPath, String pipelinePath)
      throws IOException {
    // Load photos; a photo's folder is its class
    Dataset<Row> photos =
        spark
            .read()
            .format("binaryFile")
            .option("recursiveFileLookup", "true")
            .option("pathGlobFilter", "*.{jpg,png}")
            .load(inputPath)
            .withColumn("class", expr("element_at(split(path, '/'), -2)"));

    // Split training and test photos
    Dataset<Row>[] parts = photos.randomSplit(new double[] {0.8, 0.2}, 123);

    // Build the pipeline: classes to indexes, the network, indexes to classes
    StringIndexerModel labelIndexer =
        new StringIndexer().setInputCol("class").setOutputCol("classIndex").fit(parts[0]);
    CatwalkClassifier network =
        new CatwalkClassifier()
            .setImageCol("content")
            .setLabelCol("classIndex")
            .setNetwork("lenet5")
            .setHeight(32)
            .setWidth(32)
            .setChannels(3)
            .setMinibatch(8)
            .setWorkers(2);
    IndexToString labelConverter =
        new IndexToString()
            .setInputCol("prediction")
            .setOutputCol("realLabel")
            .setLabels(labelIndexer.labelsArray()[0]);
    Pipeline pipeline =
        new Pipeline().setStages(new PipelineStage[] {labelIndexer, network, labelConverter});
    PipelineModel model = pipeline.fit(parts[0]);

    // Batch prediction
    Dataset<Row> prediction = model.transform(parts[1]);
    prediction.select("path", "realLabel", "probability").show(false);

    // Model evaluation
    MulticlassClassificationEvaluator evaluator =
        new MulticlassClassificationEvaluator().setLabelCol("classIndex");
    System.out.println("The model's F1 score is " + evaluator.evaluate(prediction));

    // Tune the network using cross validation
    ParamMap[] grid =
        new ParamGridBuilder()
            .addGrid(network.epochs(), new int[] {3, 8})
            .addGrid(network.learningRate(), new double[] {0.001, 0.005})
            .build();
    CrossValidatorModel tuned =
        new CrossValidator()
            .setEstimator(pipeline)
            .setEvaluator(evaluator)
            .setEstimatorParamMaps(grid)
            .setNumFolds(3)
            .fit(parts[0]);
    CatwalkModel best = (CatwalkModel) ((PipelineModel) tuned.bestModel()).stages()[1];
    System.out.println("The best network's parameters: " + best.extractParamMap());
    System.out.println("Its weights: " + best.parametersSha256());

    // Store the network, whose model.zip every command takes, and the pipeline
    best.write().overwrite().save(modelPath);
    model.write().overwrite().save(pipelinePath);

    // Load the stored pipeline and serve
    PipelineModel served = PipelineModel.load(pipelinePath);
    return served.transform(parts[1]);
  }
}
