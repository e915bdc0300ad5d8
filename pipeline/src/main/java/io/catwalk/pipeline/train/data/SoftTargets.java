package io.catwalk.pipeline.train.data;

import io.catwalk.pipeline.dataset.Example;
import java.io.Serializable;
import java.util.List;

/**
 * What a network should answer to each of a worker's examples, where that is not their label alone.
 */
public final class SoftTargets implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The label is. */
  static final SoftTargets NONE = new SoftTargets(new float[0][]);

  private final float[][] targets;

  private SoftTargets(float[][] targets) {
    this.targets = targets;
  }

  /**
   * Of all examples, or none where not each has one.
   *
   * @param targets of each example, {@link Example#target}
   */
  static SoftTargets of(List<float[]> targets) {
    boolean all = targets.stream().noneMatch(target -> target.length == 0);
    return all ? new SoftTargets(targets.toArray(float[][]::new)) : NONE;
  }

  /** Whether there are any. */
  public boolean present() {
    return targets.length > 0;
  }

  void write(int position, float[] into, int at) {
    System.arraycopy(targets[position], 0, into, at, targets[position].length);
  }
}
