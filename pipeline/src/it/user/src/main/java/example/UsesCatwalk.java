package example;

import io.catwalk.pipeline.api.Classification;
import io.catwalk.pipeline.api.ImageClassifier;
import io.catwalk.pipeline.api.ResidentTrainingMaster;
import io.catwalk.pipeline.api.TrainedRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Reads a run, classifies one of its images, and trains a network of its own with Catwalk's averaging. */
public final class UsesCatwalk {

  private UsesCatwalk() {}

  /**
   * @param arguments a run's folder and an image file
   */
  public static void main(String[] arguments) throws Exception {
    TrainedRun run = TrainedRun.open(arguments[0]);
    System.out.printf("run %s: %.3f of %d%n", run.id(), run.accuracy(), run.examples());
    try (ImageClassifier classifier = run.classifier()) {
      Classification said = classifier.classify(Files.readAllBytes(Path.of(arguments[1])));
      System.out.printf("%s: %s (%.3f)%n", arguments[1], said.label(), said.probability());
    }
    train();
  }

  private static void train() {
    SparkConf conf = new SparkConf().setMaster("local[2]").setAppName("uses Catwalk");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      ResidentTrainingMaster master = new ResidentTrainingMaster(2, 8, 42, 5);
      SparkDl4jMultiLayer trainer = new SparkDl4jMultiLayer(spark, network(), master);
      JavaRDD<DataSet> data = spark.parallelize(halves(64), 2);
      trainer.fit(data);
      double first = trainer.getScore();
      for (int epoch = 0; epoch < 10; epoch++) {
        trainer.fit(data);
      }
      master.deleteTempFiles(spark);
      System.out.printf("trained: loss %.3f, then %.3f%n", first, trainer.getScore());
      if (!(trainer.getScore() < first / 2)) {
        throw new IllegalStateException("the network learned nothing");
      }
    }
  }

  /** Images [1, 1, 8, 8] that are bright on the left (class 0) or on the right (class 1). */
  private static List<DataSet> halves(int count) {
    List<DataSet> data = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      INDArray image = Nd4j.rand(1, 1, 8, 8);
      for (int row = 0; row < 8; row++) {
        for (int column = 0; column < 4; column++) {
          image.putScalar(new int[] {0, 0, row, column + 4 * (i % 2)}, 2);
        }
      }
      INDArray label = Nd4j.zeros(1, 2);
      label.putScalar(0, i % 2, 1);
      data.add(new DataSet(image, label));
    }
    return data;
  }

  private static MultiLayerConfiguration network() {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .updater(new Adam(0.01))
        .list()
        .layer(
            new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.RELU).build())
        .layer(
            new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .nOut(2)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.convolutional(8, 8, 1))
        .build();
  }
}
