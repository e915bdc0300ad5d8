package io.catwalk.pipeline.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * A cluster of {@code submit/local-cluster} for a test: NameNode, two DataNodes, Spark master and
 * workers, each a process, in a folder and on ports of its own. Ends with {@link #close}.
 *
 * <p>A test that runs the main job on it and reads the metrics back from HDFS:
 *
 * <pre>{@code
 * try (LocalCluster cluster = LocalCluster.start(temporary.resolve("cluster"))) {
 *   Script.Finished finished =
 *       cluster.script("catwalk", temporary).within(Duration.ofMinutes(5))
 *           .run("train-lenet", "--set", "data.source=" + images, "--run-id", "it", "--json")
 *           .expect(0);
 *   Path metrics = new Path(cluster.storage() + "/runs/it/metrics.json");
 *   try (InputStream in = cluster.fileSystem().open(metrics)) { … }
 * }
 * }</pre>
 */
public final class LocalCluster implements AutoCloseable {
  private final Path directory;
  private final Map<String, String> given;
  private final Map<String, String> environment;
  private final FileSystem fileSystem;

  private LocalCluster(
      Path directory,
      Map<String, String> given,
      Map<String, String> environment,
      FileSystem fileSystem) {
    this.directory = directory;
    this.given = given;
    this.environment = environment;
    this.fileSystem = fileSystem;
  }

  /**
   * Starts one and waits until it is ready.
   *
   * @param directory its files
   * @param options of {@code local-cluster start}, such as {@code --workers 1}
   */
  public static LocalCluster start(Path directory, String... options) throws IOException {
    return startWith(Map.of(), directory, options);
  }

  /**
   * Starts one and waits until it is ready.
   *
   * @param given variables of its environment and of its scripts', such as {@code SPARK_HOME}
   * @param directory its files
   * @param options of {@code local-cluster start}
   */
  static LocalCluster startWith(Map<String, String> given, Path directory, String... options)
      throws IOException {
    Files.createDirectories(directory);
    command(given, directory, "start", options).expect(0);
    Map<String, String> environment = new LinkedHashMap<>(given);
    environment.putAll(readEnvironment(directory));
    Configuration settings = new Configuration(false);
    settings.addResource(
        new org.apache.hadoop.fs.Path(directory.resolve("conf/hdfs-site.xml").toUri()));
    // A client per cluster: two of them may use the same port one after the other.
    FileSystem fileSystem =
        FileSystem.newInstance(java.net.URI.create(environment.get("CATWALK_STORAGE")), settings);
    return new LocalCluster(directory, given, Map.copyOf(environment), fileSystem);
  }

  /** Runs {@code local-cluster COMMAND --dir directory options…}. */
  static Script.Finished command(Path directory, String command, String... options) {
    return command(Map.of(), directory, command, options);
  }

  private static Script.Finished command(
      Map<String, String> given, Path directory, String command, String... options) {
    String[] arguments =
        Stream.concat(Stream.of(command, "--dir", directory.toString()), Stream.of(options))
            .toArray(String[]::new);
    return Script.of("local-cluster", directory)
        .with(given)
        .within(Duration.ofMinutes(4))
        .run(arguments);
  }

  /** What {@code local-cluster env} exports, as a shell understands it. */
  private static Map<String, String> readEnvironment(Path directory) throws IOException {
    Path shell = Files.createTempFile(directory, "env", ".sh");
    try {
      Files.writeString(
          shell,
          """
          set -eu
          exports="$('%s' env --dir '%s')"
          unset CATWALK_MASTER CATWALK_STORAGE HADOOP_CONF_DIR SPARK_CONF_DIR
          . /dev/stdin <<<"$exports"
          for name in CATWALK_MASTER CATWALK_STORAGE HADOOP_CONF_DIR SPARK_CONF_DIR; do
            [ -z "${!name:-}" ] || printf '%%s=%%s\\n' "$name" "${!name}"
          done
          """
              .formatted(Script.projectRoot().resolve("submit/local-cluster"), directory));
      Map<String, String> environment = new LinkedHashMap<>();
      Script.at(Path.of("/bin/bash"), directory)
          .run(shell.toString())
          .expect(0)
          .stdout()
          .lines()
          .map(line -> line.split("=", 2))
          .forEach(pair -> environment.put(pair[0], pair[1]));
      return Map.copyOf(environment);
    } finally {
      Files.delete(shell);
    }
  }

  /** A script that finds this cluster by its environment, as after {@code local-cluster env}. */
  public Script script(String name, Path workingDirectory) {
    return Script.of(name, workingDirectory).with(environment);
  }

  /** Any other script that finds this cluster by its environment. */
  public Script scriptAt(Path file, Path workingDirectory) {
    return Script.at(file, workingDirectory).with(environment);
  }

  /** {@code spark://127.0.0.1:PORT}. */
  public String master() {
    return environment.get("CATWALK_MASTER");
  }

  /** {@code hdfs://127.0.0.1:PORT/catwalk}, a folder that is not there at first. */
  public String storage() {
    return environment.get("CATWALK_STORAGE");
  }

  /** A client of its HDFS; closed with the cluster. */
  public FileSystem fileSystem() {
    return fileSystem;
  }

  /**
   * The process of a daemon, to look at or to kill.
   *
   * @param daemon {@code namenode}, {@code datanode1}, {@code master}, {@code worker1} and so on
   */
  public ProcessHandle process(String daemon) throws IOException {
    String entry = Files.readString(directory.resolve("pids").resolve(daemon));
    return ProcessHandle.of(Long.parseLong(entry.substring(0, entry.indexOf(' '))))
        .orElseThrow(() -> new AssertionError(daemon + " does not run"));
  }

  /** The names of all its daemons. */
  public List<String> daemons() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("pids"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Runs {@code local-cluster COMMAND} for this cluster. */
  public Script.Finished command(String command) {
    return command(given, directory, command);
  }

  @Override
  public void close() throws IOException {
    try {
      fileSystem.close();
    } finally {
      command("stop").expect(0);
    }
  }
}
