package io.catwalk.models.engine.cuda;

/** What a program computes. */
enum Mode {
  /** Steps over a minibatch of examples that are on the device. */
  ROUND,
  /** One step over a minibatch that was copied in. */
  STEP,
  /** Loss and gradient of a minibatch that was copied in; nothing is changed. */
  GRADIENT,
  /** Forward alone, as after training. */
  INFERENCE;

  boolean isTraining() {
    return this != INFERENCE;
  }

  boolean updates() {
    return this == ROUND || this == STEP;
  }
}
