package io.catwalk.pipeline.train.data;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.train.data.ExampleLayout.FloatExample;
import io.catwalk.pipeline.train.state.NativeFloats;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** The examples of a minibatch, whatever its size. */
public record SplitDataSet() implements FlatMapFunction<DataSet, FloatExample> {

  /**
   * @throws CatwalkException (data) for what is no minibatch of images with one-hot labels, and for
   *     masks
   */
  @Override
  public Iterator<FloatExample> call(DataSet minibatch) {
    INDArray features = minibatch.getFeatures();
    INDArray labels = minibatch.getLabels();
    if (features.rank() != 4 || labels == null || labels.rank() != 2) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "A DataSet of features %s and labels %s; expected images [n, channels, height, width] and labels [n, classes]",
              Arrays.toString(features.shape()),
              labels == null ? "none" : Arrays.toString(labels.shape())));
    }
    if (minibatch.getFeaturesMaskArray() != null || minibatch.getLabelsMaskArray() != null) {
      throw CatwalkException.data("A DataSet with masks; images have none");
    }
    ImageShape shape =
        new ImageShape((int) features.size(2), (int) features.size(3), (int) features.size(1));
    float[] values = floats(features);
    float[] targets = floats(labels);
    int classes = (int) labels.size(1);
    List<FloatExample> examples = new ArrayList<>();
    for (int i = 0; i < features.size(0); i++) {
      examples.add(
          new FloatExample(
              shape,
              Arrays.copyOfRange(values, i * shape.values(), (i + 1) * shape.values()),
              Arrays.copyOfRange(targets, i * classes, (i + 1) * classes)));
    }
    return examples.iterator();
  }

  private static float[] floats(INDArray array) {
    return NativeFloats.read(array.castTo(DataType.FLOAT).dup('c'));
  }
}
