package io.catwalk.models.engine.cpu;

import io.catwalk.models.engine.Progress;

/** What changes from step to step, for calls that were prepared before. */
final class StepState {

  private Progress progress = Progress.of(0, 0, 0);
  private boolean statistics = true;

  void begin(Progress progress, boolean statistics) {
    this.progress = progress;
    this.statistics = statistics;
  }

  Progress progress() {
    return progress;
  }

  /** Whether running statistics move. */
  boolean statistics() {
    return statistics;
  }
}
