package io.catwalk.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.pipeline.model.ModelCard;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.train.Archives;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

/** {@code catwalk serve-check} by the ONNX Runtime of the tests. */
class ServeCheckCommandTest {

  private static final ImageShape SHAPE = new ImageShape(20, 22, 3);

  @TempDir private Path folder;
  private final CommandLineRun command = new CommandLineRun();
  private MultiLayerNetwork network;
  private String file;

  @BeforeEach
  void store() throws Exception {
    network =
        new MultiLayerNetwork(
            ModelCatalog.get("lenet5").configure(SHAPE, new Hyperparameters(2, 1, new Sgd(0.1))));
    network.init();
    write();
  }

  private void write() throws Exception {
    ModelCard card =
        new ModelCard(
            1,
            "lenet5",
            List.of("cat", "dog"),
            SHAPE,
            "fit",
            List.of(0.5, 0.4, 0.3),
            List.of(0.25, 0.2, 0.3),
            "pets",
            "1",
            false);
    Path zip = folder.resolve("model.zip");
    Files.write(zip, Archives.bytes(new TrainedModel(card, network)));
    file = zip.toString();
  }

  @Test
  void tellsHowFastBothAre() {
    command.run("serve-check", "--model", file, "--seconds", "1", "--threads", "2");
    assertThat(command.err).isEmpty();
    assertThat(command.code).isZero();
    assertThat(command.out)
        .containsPattern(
            " +ONE IMAGE +99 OF 100 +IMAGES/S, 1 THREAD +2 THREADS\n"
                + "model.zip( +[0-9.]+ ms){2}( +[0-9,]+){2}\n"
                + "model.onnx( +[0-9.]+ ms){2}( +[0-9,]+){2}\n")
        .containsPattern(
            "agreement +probabilities differ by [0-9].[0-9]e-[0-9]+ at most, on 256 drawn images\n")
        .contains("model        lenet5 on 3@20×22, file:" + file)
        .containsPattern("model.zip +oneDNN .*\n")
        .containsPattern("model.onnx +ONNX Runtime 1.22.0\n")
        .contains("requests     of one image for latency, of 32 for images/s");
  }

  @Test
  void asJson() throws Exception {
    command.run("serve-check", "--model", file, "--seconds", "1", "--threads", "1", "--json");
    JsonNode told = new ObjectMapper().readTree(command.out);
    assertThat(told.get("largest_difference").doubleValue()).isBetween(0.0, 1e-5);
    for (String form : List.of("zip", "onnx")) {
      JsonNode figures = told.get(form);
      assertThat(figures.get("median_milliseconds").doubleValue())
          .isPositive()
          .isLessThanOrEqualTo(figures.get("slow_milliseconds").doubleValue());
      assertThat(figures.get("one_thread").doubleValue()).isPositive();
      assertThat(figures.get("all_threads").doubleValue()).isPositive();
    }
  }

  /** Of weights without bounds nobody gives probabilities. */
  @Test
  void answersThatDifferEndIt() throws Exception {
    INDArray parameters = network.params();
    parameters.muli(1e30f);
    write();
    command.run("serve-check", "--model", file, "--seconds", "1");
    assertThat(command.code).isEqualTo(3);
    assertThat(command.errLines())
        .containsExactly(
            "catwalk: file:"
                + file
                + " and its ONNX twin differ by NaN in a probability; expected at most 1e-04");
  }

  @Test
  void mistakes() {
    usage("--threads 0: expected a whole number from 1 to 1024", "--threads", "0");
    usage("--seconds 601: expected a whole number from 1 to 600", "--seconds", "601");
    usage("--onnxruntime gone.jar: there is no such file", "--onnxruntime", "gone.jar");
  }

  private void usage(String told, String option, String value) {
    assertThat(command.run("serve-check", "--model", file, option, value).code).isEqualTo(2);
    assertThat(command.err).contains(told);
  }
}
