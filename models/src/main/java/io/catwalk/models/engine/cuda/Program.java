package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.cuda.Lowering.Lowered;
import io.catwalk.models.engine.cuda.driver.Accelerator;
import io.catwalk.models.engine.cuda.driver.Slot;
import java.util.HashMap;
import java.util.Map;

/** Launches in their place in memory, recorded to run once or many times. */
final class Program implements AutoCloseable {

  private final Accelerator accelerator;
  private final Lowered lowered;
  private final Map<Integer, Accelerator.Recording> recordings = new HashMap<>();

  Program(Accelerator accelerator, Lowered lowered) {
    this.accelerator = accelerator;
    this.lowered = lowered;
  }

  Slot input() {
    return lowered.input();
  }

  Slot result() {
    return lowered.result();
  }

  /** Runs all launches so many times, one after the other. */
  void run(int times) {
    recordings
        .computeIfAbsent(times, count -> accelerator.record(lowered.tape().launches(), count))
        .run();
  }

  @Override
  public void close() {
    recordings.values().forEach(Accelerator.Recording::close);
    recordings.clear();
  }
}
