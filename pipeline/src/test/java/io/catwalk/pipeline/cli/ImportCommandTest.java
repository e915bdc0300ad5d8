package io.catwalk.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.export.SmallOnnx;
import io.catwalk.pipeline.model.ModelArchive;
import io.catwalk.pipeline.model.ModelCard;
import io.catwalk.pipeline.model.TrainedModel;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code catwalk import} of a file that PyTorch might have written. */
class ImportCommandTest {

  private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

  @TempDir private Path folder;
  private final CommandLineRun command = new CommandLineRun();
  private Path onnx;
  private Path out;

  @BeforeEach
  void store() throws IOException {
    onnx = Files.write(folder.resolve("pets.onnx"), SmallOnnx.bytes());
    out = folder.resolve("pets.zip");
  }

  private CommandLineRun imports(String... arguments) {
    List<String> all =
        new ArrayList<>(List.of("import", "--onnx", onnx.toString(), "--out", out.toString()));
    all.addAll(List.of(arguments));
    return command.run(all.toArray(String[]::new));
  }

  @Test
  void aModelThatAnswersAsOnnxRuntimeDoes() throws Exception {
    imports(
        "--classes=cat, dog",
        "--mean=0.485,0.456,0.406",
        "--std=0.229,0.224,0.225",
        "--resize=crop");

    assertThat(command.err).isEmpty();
    assertThat(command.code).isZero();
    assertThat(command.out)
        .isEqualTo(
            """
            onnx         file:%s, opset 17, written by pytorch
            network      pets: conv1, norm1, activation1, pool1, output, 370 parameters
            images       3@12×10, resize crop, mean [0.485, 0.456, 0.406], deviation [0.229, 0.224, 0.225]
            classes      cat, dog
            imported to  file:%s
            """
                .formatted(onnx, out));
    TrainedModel model = ModelArchive.read(Files.readAllBytes(out), "pets.zip");
    assertThat(model.card())
        .isEqualTo(
            new ModelCard(
                1,
                "pets",
                List.of("cat", "dog"),
                new ImageShape(12, 10, 3),
                "crop",
                List.of(0.485, 0.456, 0.406),
                List.of(0.229, 0.224, 0.225),
                "unknown",
                "onnx-" + DigestUtils.sha256Hex(SmallOnnx.bytes()),
                false));
    byte[] planes = new byte[360];
    new Random(3).nextBytes(planes);
    float[] found =
        model
            .network()
            .output(model.vectoriser().features(List.of(new Example(planes, -1, "a", "b"))))
            .toFloatVector();
    assertThat(found).containsExactly(probabilities(planes), within(1e-5f));
  }

  /** Pixels prepared as torchvision does: ToTensor, then Normalize. */
  private static float[] probabilities(byte[] planes) throws Exception {
    float[] pixels = new float[planes.length];
    for (int i = 0; i < pixels.length; i++) {
      int channel = i / 120;
      pixels[i] = ((planes[i] & 0xff) / 255f - MEAN[channel]) / DEVIATION[channel];
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(SmallOnnx.bytes());
        OnnxTensor tensor =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(pixels), new long[] {1, 3, 12, 10});
        OrtSession.Result result = session.run(Map.of("input.1", tensor))) {
      float[] logits = ((float[][]) result.get(0).getValue())[0];
      double first = 1 / (1 + Math.exp(logits[1] - logits[0]));
      return new float[] {(float) first, (float) (1 - first)};
    }
  }

  @Test
  void classesOfAFileAndANameOfItsOwn() throws IOException {
    Path labels = Files.writeString(folder.resolve("labels.txt"), "cat\r\nbig, brown dog\n\n");
    imports("--labels", labels.toString(), "--name", "mine", "--mean", "0.5", "--json");

    assertThat(command.code).isZero();
    assertThat(command.out).contains("\"model\" : \"mine\"", "\"mean\" : [ 0.5, 0.5, 0.5 ]");
    ModelCard card = ModelArchive.read(Files.readAllBytes(out), "pets.zip").card();
    assertThat(card.classes()).containsExactly("cat", "big, brown dog");
    assertThat(card.standardDeviation()).containsExactly(1.0, 1.0, 1.0);
  }

  @Test
  void whatIsThereStaysUnlessForced() throws IOException {
    Files.writeString(out, "precious");
    imports("--classes=cat,dog");
    assertThat(command.code).isEqualTo(2);
    assertThat(command.errLines())
        .containsExactly(
            "catwalk: file:"
                + out
                + " is there already; choose another file with --out, or replace it with --force");
    assertThat(out).hasContent("precious");

    assertThat(imports("--classes=cat,dog", "--force").code).isZero();
    assertThat(Files.size(out)).isGreaterThan(1000);
  }

  @Test
  void mistakesLeaveNothing() throws IOException {
    usage(2, "3 names of classes, where the network of file:" + onnx, "--classes=a,b,c");
    usage(2, "expected a shape and the names of classes, each another", "--classes=a,a");
    usage(2, "--mean has 2 numbers, where the network takes", "--classes=a,b", "--mean=1,2");
    usage(2, "deviation 0.0 of channel 0 make no finite numbers", "--classes=a,b", "--std=0");
    usage(2, "expected model, dataset and", "--classes=a,b", "--name=a/b");
    usage(2, "expected one of [FIT, CROP, STRETCH, PAD]", "--classes=a,b", "--resize=big");
    usage(2, "Missing required argument (specify one of these): (--classes=");
    usage(3, "--labels: there is no file:" + folder + "/none", "--labels=" + folder + "/none");
    Files.write(onnx, SmallOnnx.of("HardSwish"));
    usage(
        3,
        "catwalk: file:" + onnx + ": HardSwish \"/HardSwish\": this operator cannot be imported",
        "--classes=a,b");
    Files.delete(onnx);
    usage(3, "--onnx: there is no file:" + onnx, "--classes=a,b");
    out = folder.resolve("pets.model");
    usage(2, "expected a file whose name ends in .zip", "--classes=a,b");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  private void usage(int code, String told, String... arguments) {
    assertThat(imports(arguments).code).isEqualTo(code);
    assertThat(command.err).contains(told);
    assertThat(command.err).doesNotContain("\tat ");
  }
}
