package io.catwalk.models.onnx;

/** How an image of any size becomes one of the network's. */
public enum Resizing {
  /** All of it, as large as fits, the rest black. */
  FIT,
  /** As {@link #FIT}, but never enlarged. */
  PAD,
  /** Its middle, which fills the target. */
  CROP,
  /** All of it, whatever becomes of its proportions. */
  STRETCH
}
