package io.catwalk.models.layers;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/**
 * One pass of a layer, forward or backward: what computes, and where arrays live.
 *
 * @param kernels the layer's operations
 * @param workspaces DL4J's workspaces for this pass
 */
record Pass(Kernels kernels, LayerWorkspaceMgr workspaces) {

  /** An array in c order whose values are not set. */
  INDArray create(ArrayType type, DataType dataType, long... shape) {
    return workspaces.createUninitialized(type, dataType, shape, 'c');
  }

  INDArray like(INDArray array, ArrayType type) {
    return create(type, array.dataType(), array.shape());
  }

  INDArray copy(INDArray array, ArrayType type) {
    return workspaces.dup(type, array, 'c');
  }

  /** The same values in c order without gaps: the array itself where it is so already. */
  INDArray contiguous(INDArray array, ArrayType type) {
    return array.ordering() == 'c' && Shape.hasDefaultStridesForShape(array)
        ? array
        : copy(array, type);
  }
}
