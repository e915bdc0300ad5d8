package io.catwalk.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.cli.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A thread of anybody's that dies for want of memory ends the process with 4 and a line. */
class OutOfMemoryExitTest {

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final List<Integer> ends = new ArrayList<>();

  private void dieOf(Throwable failure) throws InterruptedException {
    PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    Thread thread =
        new Thread(
            () -> {
              if (failure instanceof Error error) {
                throw error;
              }
              throw (RuntimeException) failure;
            });
    thread.setUncaughtExceptionHandler(
        new OutOfMemoryExit(new Console(stream, stream, false, 80), ends::add));
    thread.start();
    thread.join();
  }

  @Test
  void outOfMemoryEndsTheProcess() throws InterruptedException {
    dieOf(new OutOfMemoryError("Java heap space"));

    assertThat(ends).containsExactly(4);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .startsWith("catwalk: out of memory: the driver: its heap is full")
        .hasLineCount(1);
  }

  @Test
  void otherFailuresOfThreadsDoNot() throws InterruptedException {
    dieOf(new IllegalStateException("odd"));

    assertThat(ends).isEmpty();
  }
}
