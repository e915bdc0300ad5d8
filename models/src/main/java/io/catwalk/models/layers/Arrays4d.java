package io.catwalk.models.layers;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/**
 * Views that DL4J's own layers hand on, brought into the order that native operations are fast on.
 */
final class Arrays4d {

  private Arrays4d() {}

  /** The same values in c order without gaps: the array itself where it is so already. */
  static INDArray contiguous(INDArray array, LayerWorkspaceMgr workspaces, ArrayType type) {
    return array.ordering() == 'c' && Shape.hasDefaultStridesForShape(array)
        ? array
        : workspaces.dup(type, array, 'c');
  }
}
