package io.catwalk.pipeline.ingest.decode;

import io.catwalk.pipeline.dataset.QuarantineReason;
import io.catwalk.pipeline.ingest.decode.PixelDecoder.DecodedPixels;
import io.catwalk.pipeline.ingest.format.BadImageException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bytedeco.opencv.global.opencv_core;

/** A running {@link DecodeServer}. */
final class DecodeProcess implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(2);
  private static final long END_SECONDS = 10;
  private static final long LEAST_HEAP = 256L << 20;

  private final Process process;
  private final DataOutputStream questions;
  private final DataInputStream answers;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(DecodeProcess::daemonThread);

  private DecodeProcess(Process process) {
    this.process = process;
    this.questions =
        new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
    this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
  }

  /** The process ended, or had to be, before it answered. */
  static final class EndedException extends Exception {
    private static final long serialVersionUID = 1L;

    EndedException(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * @param program main class and arguments
   * @throws IOException when it cannot be started or is not ready within two minutes
   */
  static DecodeProcess start(List<String> program) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + Math.max(LEAST_HEAP, Runtime.getRuntime().maxMemory() / 2));
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=/dev/null",
            "-Djava.awt.headless=true"));
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith("org.bytedeco.") || name.equals("java.io.tmpdir")) {
        command.add("-D" + name + "=" + System.getProperty(name));
      }
    }
    command.addAll(List.of("-cp", classPath()));
    command.addAll(program);
    Process process = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
    DecodeProcess decoding = new DecodeProcess(process);
    try {
      if (decoding.within(START, decoding.answers::readInt) == DecodeServer.READY) {
        return decoding;
      }
    } catch (EndedException e) {
      decoding.close();
      throw new IOException("no process to decode in: " + e.getMessage());
    }
    decoding.close();
    throw new IOException("no process to decode in: it answers in another language");
  }

  /** What this process loads its classes from; an executor gets some of it after its start. */
  private static String classPath() {
    Set<String> entries = new LinkedHashSet<>();
    for (Class<?> needed : List.of(DecodeServer.class, opencv_core.class)) {
      CodeSource source = needed.getProtectionDomain().getCodeSource();
      if (source != null) {
        try {
          entries.add(Path.of(source.getLocation().toURI()).toString());
        } catch (URISyntaxException | IllegalArgumentException e) {
          // No file: the class path has it.
          continue;
        }
      }
    }
    entries.add(System.getProperty("java.class.path"));
    return String.join(File.pathSeparator, entries);
  }

  /**
   * @param limit after which the process is ended
   * @throws EndedException when there is no answer
   */
  DecodedPixels decode(byte[] file, Duration limit) throws BadImageException, EndedException {
    Answer answer = within(limit, () -> ask(file));
    if (answer.pixels == null) {
      throw new BadImageException(QuarantineReason.of(answer.reason), answer.detail);
    }
    return answer.pixels;
  }

  /** Pixels, or else why there are none. */
  private record Answer(DecodedPixels pixels, String reason, String detail) {}

  private Answer ask(byte[] file) throws IOException {
    questions.writeInt(file.length);
    questions.write(file);
    questions.flush();
    if (answers.readByte() != DecodeServer.GOOD) {
      return new Answer(null, answers.readUTF(), answers.readUTF());
    }
    int width = answers.readInt();
    int height = answers.readInt();
    byte[] values = answers.readNBytes(answers.readInt());
    return new Answer(new DecodedPixels(values, width, height), "", "");
  }

  private <T> T within(Duration limit, Callable<T> work) throws EndedException {
    Future<T> result = thread.submit(work);
    try {
      return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new EndedException(
          String.format(Locale.ROOT, "no answer within %d s", limit.toSeconds()));
    } catch (ExecutionException e) {
      throw new EndedException(end());
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while another process decodes", e);
    }
  }

  /** How it ended, in words. */
  private String end() throws EndedException {
    try {
      if (process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        int code = process.exitValue();
        return code > 128 ? "killed by signal " + (code - 128) : "exit code " + code;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "it closed its output";
  }

  private static Thread daemonThread(Runnable work) {
    Thread thread = new Thread(work, "decoding apart");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    thread.shutdownNow();
  }
}
