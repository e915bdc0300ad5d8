package io.catwalk.pipeline.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands in a mount namespace whose folder of temporary files is mounted noexec, as hardened
 * machines have it. Skipped where the system lets nobody make such a namespace.
 */
@Timeout(400)
class NoexecIT {

  @TempDir Path folder;
  private Path mounted;

  private record End(int code, String out, String err) {}

  @BeforeEach
  void tryMount() throws Exception {
    mounted = Files.createDirectories(folder.resolve("tmp"));
    assumeTrue(inNamespace(List.of("true")).code() == 0, "no mount namespace can be made here");
  }

  private End inNamespace(List<String> command) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("unshare", "-rm", "bash", "-c"));
    all.add("mount -t tmpfs -o noexec none '" + mounted + "' && exec \"$@\"");
    all.add("-");
    all.addAll(command);
    Path err = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(all).redirectError(err.toFile());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new End(process.exitValue(), out, Files.readString(err));
  }

  private End catwalk(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx700m", "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + mounted));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("io.catwalk.pipeline.cli.Main");
    command.addAll(List.of(arguments));
    command.addAll(
        List.of(
            "--master=local[1]",
            "--storage=" + folder.resolve("storage"),
            "--set=cluster.spark.local.dir=" + folder.resolve("local")));
    return inNamespace(command);
  }

  @Test
  void aJobEndsInOneLineAndTheDoctorFindsIt() throws Exception {
    String[] ingest = {"ingest", "--config=lenet-fashion-mnist"};
    Files.createDirectories(folder.resolve("storage"));

    End job = catwalk(ingest);

    assertThat(job.code()).as(job.err()).isEqualTo(4);
    assertThat(job.err().lines().filter(line -> line.startsWith("catwalk: ")).toList())
        .singleElement()
        .asString()
        .contains("java.io.tmpdir = " + mounted + ": the file system is mounted noexec; ")
        .contains("--set cluster.spark.catwalk.natives.folder=/path");
    assertThat(job.err()).doesNotContain("\tat ");

    End doctor = catwalk("doctor");
    assertThat(doctor.code()).as(doctor.out() + doctor.err()).isEqualTo(4);
    assertThat(doctor.out()).contains("the file system is mounted noexec");
  }

  @Test
  void anotherFolderMakesItRun() throws Exception {
    Files.createDirectories(folder.resolve("storage"));
    Path natives = folder.resolve("natives");

    End doctor = catwalk("doctor", "--set=cluster.spark.catwalk.natives.folder=" + natives);

    assertThat(doctor.out()).as(doctor.err()).doesNotContain("noexec");
    assertThat(doctor.code()).as(doctor.out() + doctor.err()).isZero();
    assertThat(natives).isDirectory();
  }
}
