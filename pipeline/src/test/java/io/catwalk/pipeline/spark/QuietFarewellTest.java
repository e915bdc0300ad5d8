package io.catwalk.pipeline.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class QuietFarewellTest {

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream stderr =
      QuietFarewell.over(new PrintStream(written, true, StandardCharsets.UTF_8));

  @Test
  void nothingIsSaidOfAnAnswerThatNobodyTakes() {
    at(new RejectedExecutionException("Task rejected"), "org.apache.spark.rpc.netty.NettyRpcEnv")
        .printStackTrace(stderr);
    stderr.println("the next line");

    assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo(lines("the next line"));
  }

  @Test
  void anyOtherFailureIsPrintedWhole() {
    at(new RejectedExecutionException("Task rejected"), "org.apache.spark.rpc.netty.NettyRpcEnv")
        .printStackTrace(stderr);
    at(new RejectedExecutionException("a pool of ours"), "io.catwalk.pipeline.Pool")
        .printStackTrace(stderr);
    at(new IllegalStateException("a failure"), "org.apache.spark.rpc.netty.NettyRpcEnv")
        .printStackTrace(stderr);

    assertThat(written.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            lines(
                "java.util.concurrent.RejectedExecutionException: a pool of ours",
                "\tat io.catwalk.pipeline.Pool.method(File.java:1)",
                "java.lang.IllegalStateException: a failure",
                "\tat org.apache.spark.rpc.netty.NettyRpcEnv.method(File.java:1)"));
  }

  private static Throwable at(Throwable thrown, String className) {
    thrown.setStackTrace(
        new StackTraceElement[] {new StackTraceElement(className, "method", "File.java", 1)});
    return thrown;
  }

  private static String lines(String... lines) {
    return String.join(System.lineSeparator(), lines) + System.lineSeparator();
  }
}
