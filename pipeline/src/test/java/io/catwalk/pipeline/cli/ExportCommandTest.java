package io.catwalk.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.export.OnnxRun;
import io.catwalk.pipeline.registry.Lease;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.registry.VersionManifest;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.train.Archives;
import io.catwalk.pipeline.train.PetModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code catwalk export} on a real storage. */
class ExportCommandTest {

  @TempDir private Path folder;
  private final CommandLineRun command = new CommandLineRun();
  private Path storage;
  private byte[] archive;

  @BeforeEach
  void store() throws IOException {
    storage = folder.resolve("store");
    archive = Archives.bytes(PetModel.grey(true, "cat", "big\ndog"));
    Files.createDirectories(storage.resolve("runs/one"));
    Files.write(storage.resolve("runs/one/model.zip"), archive);
  }

  private CommandLineRun export(String... arguments) {
    List<String> all = new ArrayList<>(List.of("export", "--storage", storage.toString()));
    all.addAll(List.of(arguments));
    return command.run(all.toArray(String[]::new));
  }

  @Test
  void aFile() throws Exception {
    Path out = folder.resolve("some.onnx");
    export("--run", "one", "--out", out.toString());

    assertThat(command.err).isEmpty();
    assertThat(command.code).isZero();
    assertThat(command.out)
        .isEqualTo(
            String.format(
                """
                SYNTHETIC: the model was trained on drawn images; what it says of real ones means nothing
                model        lenet5, file:%s/runs/one/model.zip
                onnx         opset 17, %.1f kB
                input        images: uint8 [batch, height, width, 1 or 3]
                output       probabilities: float [batch, 2]
                exported to  file:%s
                """,
                storage, Files.size(out) / 1000.0, out));
    float[][] row =
        (float[][])
            OnnxRun.of(
                Files.readAllBytes(out), "probabilities", new byte[30 * 40 * 3], 1, 30, 40, 3);
    assertThat(row[0][0] + row[0][1]).isCloseTo(1, org.assertj.core.api.Assertions.within(1e-6f));
  }

  @Test
  void whatIsThereStaysUnlessForced() throws IOException {
    Path out = Files.writeString(folder.resolve("some.onnx"), "precious");
    export("--run", "one", "--out", out.toString());
    assertThat(command.code).isEqualTo(2);
    assertThat(command.errLines())
        .containsExactly(
            "catwalk: file:"
                + out
                + " is there already; choose another place with --out, or replace it with --force");
    assertThat(out).hasContent("precious");

    assertThat(export("--run", "one", "--out", out.toString(), "--force").code).isZero();
    assertThat(Files.size(out)).isGreaterThan(1000);
    assertThat(names(folder)).containsExactly("some.onnx", "store");
  }

  @Test
  void aFolderForTriton() throws Exception {
    Path repository = folder.resolve("models");
    String[] triton = {
      "--run", "one", "--layout", "triton", "--out", repository.toString(), "--name", "pets"
    };
    assertThat(export(triton).code).isZero();

    Path model = repository.resolve("pets");
    assertThat(model.resolve("labels.txt")).hasContent("cat\nbig dog\n");
    assertThat(model.resolve("config.pbtxt"))
        .content()
        .contains(
            "name: \"pets\"",
            "backend: \"onnxruntime\"",
            "max_batch_size: 64",
            "name: \"images\"",
            "data_type: TYPE_UINT8",
            "dims: [ -1, -1, -1 ]",
            "name: \"probabilities\"",
            "dims: [ 2 ]",
            "label_filename: \"labels.txt\"");
    byte[] onnx = Files.readAllBytes(model.resolve("1/model.onnx"));
    assertThat(OnnxRun.metadata(onnx)).containsEntry("network", "lenet5");

    Files.writeString(model.resolve("labels.txt"), "mine");
    assertThat(export(triton).code).isEqualTo(2);
    assertThat(command.err).contains("file:" + model + " is there already");
    assertThat(model.resolve("labels.txt")).hasContent("mine");

    String[] forced = Stream.concat(Stream.of(triton), Stream.of("--force")).toArray(String[]::new);
    assertThat(export(forced).code).isZero();
    assertThat(model.resolve("labels.txt")).hasContent("cat\nbig dog\n");
    assertThat(names(repository)).containsExactly("pets");
  }

  @Test
  void intoStorageAfterItsRun() {
    assertThat(export("--run", "one").code).isZero();
    assertThat(storage.resolve("exports/one.onnx")).exists();
    assertThat(export("--run", "one", "--layout", "triton").code).isZero();
    assertThat(storage.resolve("exports/triton/one/1/model.onnx")).exists();
    assertThat(export("--model", storage.resolve("runs/one/model.zip").toString()).code).isZero();
    assertThat(storage.resolve("exports/lenet5.onnx")).exists();
    assertThat(export("--run", storage.resolve("runs/one") + "/", "--force").code).isZero();
    assertThat(names(storage.resolve("exports")))
        .containsExactly("lenet5.onnx", "one.onnx", "triton");
  }

  @Test
  void theChampion() {
    ArtifactStore store = HadoopStorage.with(Map.of()).store(storage.toString());
    Registry registry = new Registry(store, "clothes");
    try (Lease lease = registry.lease(Duration.ofMinutes(1))) {
      VersionManifest version =
          lease.register(
              new VersionManifest.Origin("lenet5", "one", "pets@1", "pets@1", "one", null, true),
              Map.of(VersionManifest.MODEL, archive));
      registry.promote(lease, version, null, List.of("good"), "judged");
    }
    assertThat(export("--model", "clothes").code).isZero();
    assertThat(storage.resolve("exports/clothes-v0001.onnx")).exists();
  }

  @Test
  void asJson() {
    export("--run", "one", "--json");
    assertThat(command.out)
        .contains(
            "\"opset\" : 17",
            "\"labels\" : [ \"cat\", \"big\\ndog\" ]",
            "\"model_file\" : \"file:" + storage + "/runs/one/model.zip\"",
            "\"metadata\" : {");
  }

  @Test
  void mistakes() {
    usage(2, "Try: catwalk export --help", "--run", "one", "--format", "pickle");
    assertThat(command.err).contains("expected one of [ONNX] (case-insensitive) but was 'pickle'");
    usage(
        2,
        "--name goes with --layout triton alone; a file is named by --out",
        "--run",
        "one",
        "--name",
        "x");
    usage(
        2,
        "--name a b: expected 1 to 100 letters, digits, '.', '_' or '-', the first a letter or digit",
        "--run",
        "one",
        "--layout",
        "triton",
        "--name",
        "a b");
    usage(3, "--run two: there is no such run in file:" + storage, "--run", "two");
    usage(3, "expected a model.zip or the name of a model", "--model", "nobody");
    assertThat(storage.resolve("exports")).doesNotExist();
  }

  private void usage(int code, String told, String... arguments) {
    assertThat(export(arguments).code).isEqualTo(code);
    assertThat(command.err).contains(told);
  }

  private static List<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".crc"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
