package io.catwalk.pipeline.bench;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.bench.Alternation.Contender;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A Python script that measures another library on request. It reads its settings as one line of
 * JSON (and whatever bytes it was promised there), answers with its version, then takes a number of
 * steps a line and answers with the seconds that they took. It ends when its input does.
 */
final class PeerProcess implements Contender {

  /**
   * One line of the script's.
   *
   * @param version of the library; in the first answer
   * @param seconds that the steps took
   * @param images that one step handled
   */
  record Answer(String version, double seconds, int images) {}

  /** Some measure for minutes; none for as long as this. */
  private static final Duration MOST = Duration.ofMinutes(30);

  private static final Duration END = Duration.ofSeconds(10);

  private final String name;
  private final String python;
  private final Duration most;
  private final Path errors;
  private final Process process;
  private final BufferedReader answers;
  private final String version;
  private int images;

  /**
   * Starts the script and waits until it is ready.
   *
   * @param python the interpreter
   * @param scripts resources beside this class, of which one follows the other
   * @param payload bytes that follow the settings
   * @throws CatwalkException (usage) when the interpreter is none or lacks the library
   */
  PeerProcess(
      String name, String python, List<String> scripts, Map<String, ?> settings, byte[] payload) {
    this(name, python, scripts, settings, payload, MOST);
  }

  /**
   * @param most time for one answer, after which the script is ended
   */
  PeerProcess(
      String name,
      String python,
      List<String> scripts,
      Map<String, ?> settings,
      byte[] payload,
      Duration most) {
    this.most = most;
    this.name = name;
    this.python = python;
    try {
      errors = Files.createTempFile("catwalk-bench", ".err");
    } catch (IOException e) {
      throw CatwalkException.data("Cannot write to the temporary folder: " + e.getMessage(), e);
    }
    try {
      process = start(python, scripts);
    } catch (IOException e) {
      delete(errors);
      throw CatwalkException.usage(
          python + " cannot be started (" + e.getMessage() + "); expected a Python interpreter");
    }
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    version = ask(settings, payload).version();
  }

  private Process start(String python, List<String> scripts) throws IOException {
    StringBuilder program = new StringBuilder();
    for (String script : scripts) {
      program.append(text(script)).append('\n');
    }
    ProcessBuilder builder =
        new ProcessBuilder(List.of(python, "-c", program.toString()))
            .redirectError(errors.toFile());
    builder.environment().put("OMP_NUM_THREADS", "1");
    return builder.start();
  }

  private static String text(String resource) throws IOException {
    try (InputStream in = PeerProcess.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public double seconds(int steps) {
    Answer answer = ask(steps, new byte[0]);
    images = answer.images();
    return answer.seconds();
  }

  /** Of the library. */
  String version() {
    return version;
  }

  /** Images that a step of the last window handled. */
  int images() {
    return images;
  }

  private Answer ask(Object line, byte[] payload) {
    try {
      OutputStream out = process.getOutputStream();
      String json = new String(Json.write(line), StandardCharsets.UTF_8).replace('\n', ' ') + "\n";
      out.write(json.getBytes(StandardCharsets.UTF_8));
      out.write(payload);
      out.flush();
      String answer = readLine();
      if (answer != null) {
        return Json.read(answer.getBytes(StandardCharsets.UTF_8), Answer.class, name + "'s answer");
      }
    } catch (IOException e) {
      // It ended before it had read everything; what it wrote to stderr says why.
    }
    String reason = lastError();
    close();
    throw CatwalkException.usage(
        python + " cannot measure " + name + ": " + reason + "; expected a Python with " + name);
  }

  /** Null where it ended, by itself or since it took longer than anything that is measured. */
  private String readLine() throws IOException {
    CompletableFuture<Void> limit =
        CompletableFuture.runAsync(
            process::destroyForcibly,
            CompletableFuture.delayedExecutor(most.toMillis(), TimeUnit.MILLISECONDS));
    try {
      return answers.readLine();
    } finally {
      limit.cancel(false);
    }
  }

  /** Python tells the exception in the last line of a traceback. */
  private String lastError() {
    try {
      if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
        return "it says nothing more and does not end";
      }
      List<String> lines = Files.readAllLines(errors);
      return lines.isEmpty() ? "it ended" : lines.get(lines.size() - 1);
    } catch (IOException e) {
      return "it ended";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  @Override
  public void close() {
    process.destroy();
    delete(errors);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }
}
