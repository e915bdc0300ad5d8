package io.catwalk.pipeline.train;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A {@link GarbageMain} that connects to a port of this process. */
public final class GarbageClients implements AutoCloseable {

  private static final long LIMIT_SECONDS = 60;

  private final Process process;
  private final BufferedReader said;
  private final Writer orders;

  /**
   * What it did since it was let go.
   *
   * @param made connections that came about
   * @param mostOpen of them at the same time
   * @param cpuSeconds that it took of a processor
   */
  public record Done(int made, int mostOpen, double cpuSeconds) {}

  /**
   * Starts it and waits until it is ready.
   *
   * @param others ports that this process listens on already, which are not meant
   */
  public GarbageClients(int perSecond, Set<Integer> others) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                GarbageMain.class.getName(),
                Integer.toString(perSecond),
                Long.toString(ProcessHandle.current().pid())));
    others.forEach(port -> command.add(port.toString()));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    said =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    orders =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII));
    if (!"ready".equals(line())) {
      throw new AssertionError("the clients did not start");
    }
  }

  public void go() throws IOException {
    order("go");
  }

  public Done stop() throws Exception {
    order("stop");
    String[] figures = line().split(" ");
    return new Done(
        Integer.parseInt(figures[0]),
        Integer.parseInt(figures[1]),
        Integer.parseInt(figures[2]) / 1e3);
  }

  private void order(String order) throws IOException {
    orders.write(order + "\n");
    orders.flush();
  }

  private String line() throws InterruptedException, ExecutionException, TimeoutException {
    return CompletableFuture.supplyAsync(this::read).get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  private String read() {
    try {
      return said.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
