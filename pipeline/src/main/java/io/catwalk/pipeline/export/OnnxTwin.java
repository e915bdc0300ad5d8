package io.catwalk.pipeline.export;

import io.catwalk.models.onnx.ImagePreparation;
import io.catwalk.models.onnx.OnnxModel;
import io.catwalk.models.onnx.Resizing;
import io.catwalk.pipeline.BuildInfo;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.model.ModelCard;
import io.catwalk.pipeline.model.NetworkSnapshot;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.runs.RunManifest;
import io.catwalk.pipeline.runs.RunPaths;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A trained model as an ONNX model: what its card says of images is in the graph, and the rest of
 * it, with where it comes from, in the metadata.
 */
public final class OnnxTwin {

  /** Its file's name beside a {@code model.zip}. */
  public static final String FILE = "model.onnx";

  private OnnxTwin() {}

  /**
   * @param run the {@code run.json} that lies beside the model, which is believed where it tells of
   *     the same parameters; empty where there is none
   * @throws CatwalkException (data) when ONNX cannot express the network, with the layer
   */
  public static OnnxModel of(TrainedModel model, Optional<byte[]> run) {
    ModelCard card = model.card();
    ImagePreparation preparation =
        new ImagePreparation(
            card.shape(),
            Resizing.valueOf(card.resize().toUpperCase(Locale.ROOT)),
            card.mean(),
            card.standardDeviation());
    BuildInfo build = BuildInfo.read();
    OnnxModel.Origin origin =
        new OnnxModel.Origin(
            "catwalk",
            build.version(),
            card.model(),
            card.model() + " tells apart " + String.join(", ", card.classes()),
            metadata(model, build, run));
    try {
      return OnnxModel.of(model.network(), preparation, origin);
    } catch (UnsupportedOperationException e) {
      throw CatwalkException.data(card.model() + " cannot become ONNX: " + e.getMessage(), e);
    }
  }

  private static Map<String, String> metadata(
      TrainedModel model, BuildInfo build, Optional<byte[]> run) {
    ModelCard card = model.card();
    String parameters = NetworkSnapshot.of(model.network()).parametersSha256();
    Map<String, String> metadata = new TreeMap<>();
    metadata.put("network", card.model());
    metadata.put("labels", json(card.classes()));
    metadata.put("image_shape", json(card.shape()));
    metadata.put("resize", card.resize());
    metadata.put("mean", json(card.mean()));
    metadata.put("standard_deviation", json(card.standardDeviation()));
    metadata.put("dataset", card.dataset() + "@" + card.datasetVersion());
    metadata.put("synthetic", Boolean.toString(card.synthetic()));
    metadata.put("parameters_sha256", parameters);
    metadata.put("catwalk_version", build.version());
    metadata.put("catwalk_commit", build.commit());
    run.map(bytes -> Json.read(bytes, RunManifest.class, RunPaths.RUN))
        .filter(manifest -> parameters.equals(manifest.parametersSha256()))
        .ifPresent(
            manifest -> {
              metadata.put("run_id", manifest.runId());
              metadata.put("trained_at", manifest.finishedAt());
            });
    return metadata;
  }

  /** In one line. */
  private static String json(Object value) {
    return new String(Json.line(value), StandardCharsets.UTF_8).strip();
  }
}
