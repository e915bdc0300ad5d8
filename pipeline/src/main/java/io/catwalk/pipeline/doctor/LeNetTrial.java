package io.catwalk.pipeline.doctor;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.engine.EngineNetwork;
import io.catwalk.models.zoo.LeNet5;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A task that trains LeNet-5 on noise for a moment. Its result, a line: the executor's id and
 * images a second.
 *
 * @param seconds of measuring, after a warm-up of half as long
 */
record LeNetTrial(double seconds) implements FlatMapFunction<Iterator<Integer>, String> {

  private static final long serialVersionUID = 1L;
  private static final int MINIBATCH = 64;
  private static final int CLASSES = 10;

  @Override
  public Iterator<String> call(Iterator<Integer> ignored) {
    ImageShape shape = LeNet5.NETWORK.designShape();
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            LeNet5.NETWORK.configure(shape, new Hyperparameters(CLASSES, 1, new Adam(1e-3))));
    network.init();
    try (EngineNetwork engine = EngineNetwork.of(network, shape, MINIBATCH, 1);
        INDArray images =
            Nd4j.rand(DataType.FLOAT, MINIBATCH, shape.channels(), shape.height(), shape.width());
        INDArray labels = Nd4j.zeros(DataType.FLOAT, MINIBATCH, CLASSES)) {
      for (int i = 0; i < MINIBATCH; i++) {
        labels.putScalar(i, i % CLASSES, 1);
      }
      train(engine, images, labels, seconds / 2);
      double speed = train(engine, images, labels, seconds);
      return List.of(SparkEnv.get().executorId() + "\t" + speed).iterator();
    } finally {
      network.close();
    }
  }

  /** Images a second. */
  private static double train(
      EngineNetwork network, INDArray images, INDArray labels, double seconds) {
    long began = System.nanoTime();
    long trained = 0;
    double took;
    do {
      network.fit(images, labels);
      trained += MINIBATCH;
      took = (System.nanoTime() - began) / 1e9;
    } while (took < seconds);
    return trained / took;
  }
}
