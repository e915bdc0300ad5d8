package io.catwalk.pipeline.evaluate;

import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.model.TrainedModel;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model used as those who are served by it would: one image after the other, on this machine.
 *
 * @param images that it was tried on
 * @param sound whether each gave probabilities: finite, from 0 to 1, adding up to 1
 * @param medianMilliseconds for one image
 */
public record ModelTrial(int images, boolean sound, double medianMilliseconds) {

  private static final int WARM_UP = 5;

  /**
   * @param examples at least one
   */
  public static ModelTrial of(TrainedModel model, List<Example> examples) {
    double[] milliseconds = new double[examples.size()];
    boolean sound = true;
    for (int i = -WARM_UP; i < examples.size(); i++) {
      Example example = examples.get(Math.floorMod(i, examples.size()));
      long began = System.nanoTime();
      INDArray out = model.network().output(model.vectoriser().features(List.of(example)), false);
      float[] row = out.toFloatVector();
      if (i >= 0) {
        milliseconds[i] = (System.nanoTime() - began) / 1e6;
      }
      sound &= probabilities(row, model.card().classes().size());
    }
    Arrays.sort(milliseconds);
    return new ModelTrial(examples.size(), sound, milliseconds[milliseconds.length / 2]);
  }

  private static boolean probabilities(float[] row, int classes) {
    double sum = 0;
    for (float value : row) {
      // NaN fails every comparison.
      if (!(value >= 0 && value <= 1 + 1e-5)) {
        return false;
      }
      sum += value;
    }
    return row.length == classes && Math.abs(sum - 1) < 1e-3;
  }
}
