package io.catwalk.pipeline.bench;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * What this process and all that it has started have computed, compilers and collectors included.
 */
final class ProcessorTime {

  private ProcessorTime() {}

  /** Seconds since some moment; other work on the machine hardly changes what work takes of it. */
  static double seconds() {
    ProcessHandle self = ProcessHandle.current();
    return Stream.concat(Stream.of(self), self.descendants())
            .flatMap(process -> process.info().totalCpuDuration().stream())
            .mapToLong(Duration::toMillis)
            .sum()
        / 1e3;
  }
}
