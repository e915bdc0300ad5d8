package io.catwalk.pipeline.train;

/**
 * The best epoch so far.
 *
 * @param epoch 1-based; 0 while there is none
 * @param score on the validation split
 * @param network after that epoch; null while there is none
 */
record Best(int epoch, ValidationScore score, NetworkCopy network) {

  static final Best NONE = new Best(0, ValidationScore.NONE, null);
}
