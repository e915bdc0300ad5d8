package io.catwalk.pipeline;

import java.util.Optional;

/**
 * The user's wish that a job stop. A job that can stop in good order says so by {@link #orderly}
 * and asks by itself; at any other time the process ends when the wish comes.
 */
public interface StopSignal {

  /** Nobody wishes it, ever. */
  StopSignal NEVER =
      new StopSignal() {
        @Override
        public Section orderly(Runnable hurry) {
          return () -> {};
        }

        @Override
        public Optional<ExitCode> requested() {
          return Optional.empty();
        }

        @Override
        public void advise(String advice) {}
      };

  /**
   * From here until the section is closed, the job asks {@link #requested} whenever it has come to
   * where it can stop.
   *
   * @param hurry run on another thread when it has not asked for a while after the wish came: ends
   *     what the job waits for. A job that does not end even so is ended with its process.
   */
  Section orderly(Runnable hurry);

  /** The exit code that belongs to the signal that came; empty when none did. */
  Optional<ExitCode> requested();

  /** What the user is told from now on where the process ends at once: how to go on. */
  void advise(String advice);

  /** A part of a job that stops in good order. */
  interface Section extends AutoCloseable {
    @Override
    void close();
  }
}
