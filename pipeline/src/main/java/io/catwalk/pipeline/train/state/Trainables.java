package io.catwalk.pipeline.train.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Which of a network's flattened parameters are learned by gradients; the others are statistics
 * that batch normalisation keeps.
 *
 * @param size of the flattened parameters
 * @param ranges learned, ascending
 */
public record Trainables(int size, List<Range> ranges) {

  private static final Set<String> STATISTICS =
      Set.of(
          BatchNormalizationParamInitializer.GLOBAL_MEAN,
          BatchNormalizationParamInitializer.GLOBAL_VAR,
          BatchNormalizationParamInitializer.GLOBAL_LOG_STD);

  public Trainables {
    ranges = List.copyOf(ranges);
  }

  /**
   * @param from first position
   * @param to position after the last
   */
  public record Range(int from, int to) {}

  /** Parameters lie layer after layer, in each in the order of its table. */
  public static Trainables of(MultiLayerNetwork network) {
    List<Range> ranges = new ArrayList<>();
    int at = 0;
    for (Layer layer : network.getLayers()) {
      for (var parameter : layer.paramTable().entrySet()) {
        INDArray values = parameter.getValue();
        int next = at + Math.toIntExact(values.length());
        if (!STATISTICS.contains(parameter.getKey())) {
          ranges.add(new Range(at, next));
        }
        at = next;
      }
    }
    if (at != network.numParams()) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "The layers' tables hold %,d of %,d parameters",
              at,
              network.numParams()));
    }
    return new Trainables(at, ranges);
  }
}
