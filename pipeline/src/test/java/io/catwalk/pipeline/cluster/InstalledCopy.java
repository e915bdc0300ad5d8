package io.catwalk.pipeline.cluster;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Catwalk as somebody installs it: a copy in {@code /opt/catwalk} that its user {@code catwalk}
 * cannot write to, {@code /var/lib/catwalk} with photos whose names are not ASCII, and no locale.
 * Commands see it in a mount namespace; nothing of the machine changes.
 */
final class InstalledCopy {

  /** The user edits what is shipped; here for few images and seconds. Its paths are relative. */
  private static final String NIGHT =
      """
      data {
        name = drawn, source = bilder, split = hash, validation-percent = 10, test-percent = 25
        shape { height = 32, width = 32, channels = 1 }
      }
      registry.name = drawn
      cluster.master = "local[1]"
      train { workers = 1, minibatch = 8, epochs = 1 }
      retrain.blessing { min-accuracy = 0.01, test = mcnemar }
      """;

  /** Of both classes. */
  static final int IMAGES = 120;

  private final Path folder;

  private InstalledCopy(Path folder) {
    this.folder = folder;
  }

  /** Skips the test where nobody may have mounts of one's own. */
  static InstalledCopy in(Path folder) throws IOException {
    Script.Finished mounts =
        Script.at(Path.of("/usr/bin/env"), folder)
            .run("unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt");
    assumeTrue(mounts.exitCode() == 0, "a process may have mounts of its own: " + mounts.stderr());
    // The user catwalk reads what lies below.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    InstalledCopy copy = new InstalledCopy(folder);
    copy.install();
    copy.drawPictures();
    for (String program : List.of("installed.sh", "systemd_start.py", "airflow_task.py")) {
      copy.unpack(program);
    }
    return copy;
  }

  /** What is needed to run and nothing else; large files are links where the file system allows. */
  private void install() throws IOException {
    Path script =
        Files.writeString(
            folder.resolve("install.sh"),
            """
            set -eu
            cd "$1"
            for part in submit conf pipeline/target/catwalk.jar; do
              mkdir -p "$2/opt/$(dirname "$part")"
              cp -al "$part" "$2/opt/$part" 2>/dev/null || cp -a "$part" "$2/opt/$part"
            done
            # Not through the link into the project.
            rm "$2/opt/conf/retrain-fashion-mnist.conf"
            mkdir -p "$2/var/lib" "$2/var/log" "$2/crontabs"
            """);
    Script.at(Path.of("/bin/sh"), folder)
        .run(script.toString(), Script.projectRoot().toString(), folder.toString())
        .expect(0);
    Files.writeString(folder.resolve("opt/conf/retrain-fashion-mnist.conf"), NIGHT);
  }

  /** By a shell, which writes such names whatever the locale of the tests is. */
  private void drawPictures() throws IOException {
    Path lib = folder.resolve("var/lib");
    Script.of("get-data", lib)
        .run(
            "synthetic",
            "--to",
            "bilder",
            "--classes",
            "2",
            "--images",
            Integer.toString(IMAGES / 2))
        .expect(0);
    Path script =
        Files.writeString(
            folder.resolve("rename.sh"),
            """
            set -eu
            cd "$1"
            set -- Kätzchen 犬
            for class in */; do
              for image in "$class"*.*; do mv "$image" "${class}größe-$(basename "$image")"; done
              mv "$class" "$1"
              shift
            done
            """);
    Script.at(Path.of("/bin/sh"), folder)
        .run(script.toString(), lib.resolve("bilder").toString())
        .expect(0);
  }

  private void unpack(String program) throws IOException {
    Path file = folder.resolve(program);
    try (InputStream in = getClass().getResourceAsStream(program)) {
      Files.copy(in, file);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** What is shipped in {@code submit/schedule}. */
  Path schedule(String file) {
    return folder.resolve("opt/submit/schedule").resolve(file);
  }

  /** One of the programs that do what a scheduler does. */
  String program(String name) {
    return folder.resolve(name).toString();
  }

  /** Starts a command on that machine, as root, with nothing of the caller's environment. */
  Process start(String... command) throws IOException {
    Stream<String> apart =
        Stream.of(
            "env",
            "-i",
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            folder.resolve("installed.sh").toString(),
            folder.toString());
    return new ProcessBuilder(Stream.concat(apart, Stream.of(command)).toList())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start();
  }

  /** Runs a command on that machine, as root, and returns its exit code and output. */
  Script.Finished run(String... command) throws IOException {
    Process process = start(command);
    Script.Running running =
        new Script.Running(
            List.of(command), process, folder.resolve("output"), Files.createTempFile("none", ""));
    return running.await(Duration.ofMinutes(10));
  }

  /** Puts a table into cron's folder, as crontab(1) would for the user catwalk. */
  void putCrontab(String table) throws IOException {
    Path file = Files.writeString(folder.resolve("crontabs/catwalk"), table);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** What cron has mailed. */
  String mail() throws IOException {
    Path mail = folder.resolve("mail");
    return Files.exists(mail) ? Files.readString(mail) : "";
  }

  /** All that the nights and the command itself have said so far. */
  String said() throws IOException {
    StringBuilder all = new StringBuilder(Files.readString(folder.resolve("output")));
    try (Stream<Path> logs = Files.list(folder.resolve("var/log"))) {
      for (Path log : logs.toList()) {
        all.append(Files.readString(log));
      }
    }
    return all.toString();
  }

  /** The manifest of the only version of the dataset that the nights stored. */
  String dataset() throws IOException {
    try (Stream<Path> files =
        Files.walk(folder.resolve("var/lib/catwalk-storage/datasets/drawn"))) {
      return Files.readString(
          files.filter(file -> file.endsWith("manifest.json")).findFirst().orElseThrow());
    }
  }
}
