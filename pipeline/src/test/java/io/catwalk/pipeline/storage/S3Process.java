package io.catwalk.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.cluster.S3Server;
import io.catwalk.pipeline.cluster.S3Spark;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process with the Hadoop client of the embedded Spark, and S3A. */
public final class S3Process {

  private static final Pattern TEST_JARS =
      Pattern.compile(".*/(junit|opentest4j|apiguardian|assertj|byte-buddy)[^/]*\\.jar");
  private static final int LAST = 60;
  private static final int LONGEST = 200;

  private S3Process() {}

  /**
   * Puts files onto the server.
   *
   * @param folder of the files
   * @param to a folder's path in the bucket
   */
  public static void upload(S3Server server, Path folder, String to) throws Exception {
    run(server, server.settings(), UploadMain.class, folder.toString(), to);
  }

  /**
   * Runs a program, and fails with the last lines of what it said where it doesn't end with 0.
   *
   * @param settings Hadoop's
   */
  static void run(
      S3Server server, Map<String, String> settings, Class<?> program, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(java(), "-Xmx1g", "-XX:TieredStopAtLevel=1"));
    command.add("-D" + GivenStoreContract.ROOT + "=" + server.root());
    settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.addAll(List.of("-cp", classPath(), program.getName()));
    command.addAll(List.of(arguments));
    Path said = Files.createTempFile("s3", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      try {
        assertThat(process.waitFor(9, TimeUnit.MINUTES)).as("ended in time").isTrue();
      } finally {
        process.destroyForcibly();
      }
      assertThat(process.exitValue()).as(() -> lastLines(said)).isZero();
    } finally {
      Files.delete(said);
    }
  }

  /** S3A says a screen for each upload that was refused. */
  private static String lastLines(Path said) {
    try {
      List<String> lines = Files.readAllLines(said);
      return lines.subList(Math.max(0, lines.size() - LAST), lines.size()).stream()
          .map(line -> line.substring(0, Math.min(LONGEST, line.length())))
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String classPath() throws Exception {
    Stream<String> ours = Stream.of(place(ContractMain.class), place(HadoopStorage.class));
    Stream<String> tests =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(jar -> TEST_JARS.matcher(jar).matches());
    Stream<String> spark =
        Stream.of(S3Server.clientJars() + "/*", S3Spark.plain().resolve("jars") + "/*");
    return Stream.of(ours, tests, spark)
        .flatMap(paths -> paths)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String place(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  /** Copies the files of a folder. */
  static final class UploadMain {

    private UploadMain() {}

    public static void main(String[] folderAndPath) throws Exception {
      ArtifactStore store =
          HadoopStorage.with(GivenStoreContract.settings())
              .store(System.getProperty(GivenStoreContract.ROOT));
      try (Stream<Path> files = Files.list(Path.of(folderAndPath[0]))) {
        for (Path file : files.toList()) {
          store.write(folderAndPath[1] + "/" + file.getFileName(), Files.readAllBytes(file));
        }
      }
    }
  }
}
