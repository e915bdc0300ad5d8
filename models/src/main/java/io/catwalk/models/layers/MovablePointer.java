package io.catwalk.models.layers;

import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataBuffer;

/**
 * Points at one buffer after the other. {@link DataBuffer#addressPointer()} makes four objects for
 * each view that a native operation is given, thirty times a step.
 */
final class MovablePointer extends Pointer {

  /**
   * This pointer, at a view's first value. A view's own pointer is where the buffer that it looks
   * at begins.
   */
  MovablePointer at(DataBuffer view) {
    address = view.pointer().address() + view.offset() * view.getElementSize();
    return this;
  }
}
