package io.catwalk.pipeline.tracking;

import java.io.IOException;

/** Tells one program of a training. Called by one thread. */
interface Tracker {

  /** What messages call it. */
  String name();

  /**
   * Tells what has not been told before. Where it fails, the next call tells that too.
   *
   * @throws IOException when it cannot be told now
   */
  void tell(TrackedTraining training) throws IOException;
}
