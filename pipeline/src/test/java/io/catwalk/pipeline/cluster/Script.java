package io.catwalk.pipeline.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One of the project's scripts, run as a user's shell would run it: a process with its own working
 * directory and environment, and a time limit after which it and its children are ended.
 *
 * <p>Immutable: {@link #with} and {@link #within} return another one.
 */
public final class Script {
  /** Jobs of tests are too short for the compiler that optimises. */
  private static final String QUICK_START = jvm("driver") + " " + jvm("executor");

  private final Path file;
  private final Path workingDirectory;
  private final Map<String, String> environment;
  private final Duration limit;

  private Script(
      Path file, Path workingDirectory, Map<String, String> environment, Duration limit) {
    this.file = file;
    this.workingDirectory = workingDirectory;
    this.environment = environment;
    this.limit = limit;
  }

  /**
   * A script of the project.
   *
   * @param name of a script in {@code submit/}
   * @param workingDirectory where the user stands
   */
  public static Script of(String name, Path workingDirectory) {
    return at(projectRoot().resolve("submit").resolve(name), workingDirectory);
  }

  /**
   * A script that lies elsewhere.
   *
   * @param file the script itself, or a link to it
   * @param workingDirectory where the user stands
   */
  public static Script at(Path file, Path workingDirectory) {
    return new Script(file, workingDirectory, Map.of(), Duration.ofMinutes(3));
  }

  /** The same script with one more environment variable. */
  public Script with(String variable, String value) {
    return with(Map.of(variable, value));
  }

  /** The same script with more environment variables. */
  public Script with(Map<String, String> variables) {
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.putAll(variables);
    return new Script(file, workingDirectory, Map.copyOf(all), limit);
  }

  /** The same script with another time limit than three minutes. */
  public Script within(Duration newLimit) {
    return new Script(file, workingDirectory, environment, newLimit);
  }

  /** Runs it and waits for its end. */
  public Finished run(String... arguments) {
    try {
      return start(arguments).await(limit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it; its output goes to files, so that nobody needs to read along. */
  public Running start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(file.toString());
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile("script", ".out");
    Path err = Files.createTempFile("script", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(workingDirectory.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    Map<String, String> inherited = builder.environment();
    // The developer's own cluster and data are none of the test's business.
    inherited
        .keySet()
        .removeIf(
            key ->
                key.startsWith("CATWALK_")
                    || key.startsWith("SPARK_")
                    || key.startsWith("HADOOP_")
                    || key.equals("FASHION_MNIST"));
    forAllTests("catwalk.spark", "SPARK_HOME", inherited);
    forAllTests("catwalk.java", "JAVA_HOME", inherited);
    forAllTests("catwalk.daemons", "CATWALK_DAEMONS", inherited);
    // Maven is running already: a build inside it would overwrite what it builds.
    inherited.put("CATWALK_BUILD", "never");
    inherited.put("CATWALK_SUBMIT_ARGS", QUICK_START);
    inherited.putAll(environment);
    return new Running(command, builder.start(), out, err);
  }

  private static String jvm(String process) {
    return "--conf 'spark.%s.extraJavaOptions=-XX:+UseSerialGC -XX:TieredStopAtLevel=1'"
        .formatted(process);
  }

  private static void forAllTests(String property, String variable, Map<String, String> to) {
    String value = System.getProperty(property);
    if (value != null) {
      to.put(variable, value);
    }
  }

  /** The project's directory: the one that holds {@code submit/local-cluster}. */
  public static Path projectRoot() {
    Path here = Path.of("").toAbsolutePath();
    while (here != null && !Files.exists(here.resolve("submit/local-cluster"))) {
      here = here.getParent();
    }
    if (here == null) {
      throw new IllegalStateException("run the tests inside the project");
    }
    return here;
  }

  /** A script that has not ended yet, or not been asked. */
  public record Running(List<String> command, Process process, Path out, Path err) {

    /** Waits for its end; a script that outlives the limit is ended and fails the test. */
    public Finished await(Duration limit) throws IOException {
      try {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly().waitFor();
          throw new AssertionError(
              command + " did not end within " + limit + ": " + Files.readString(err));
        }
        return new Finished(
            command, process.exitValue(), Files.readString(out), Files.readString(err));
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
        throw new AssertionError(command + " was interrupted", e);
      } finally {
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
      }
    }
  }

  /** What a script left behind. */
  public record Finished(List<String> command, int exitCode, String stdout, String stderr) {

    /** Fails the test, with all that it said, where it did not end with this exit code. */
    public Finished expect(int expected) {
      if (exitCode != expected) {
        throw new AssertionError(
            "%s ended with %d, expected %d%nstdout:%n%s%nstderr:%n%s"
                .formatted(command, exitCode, expected, stdout, stderr));
      }
      return this;
    }
  }
}
