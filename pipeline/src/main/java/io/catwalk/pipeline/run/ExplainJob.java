package io.catwalk.pipeline.run;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.explain.ImageExplainer;
import io.catwalk.pipeline.explain.ImageExplainer.ExplainedImage;
import io.catwalk.pipeline.ingest.OneImage;
import io.catwalk.pipeline.model.ModelCard;
import io.catwalk.pipeline.run.Jobs.ExplanationRequest;
import io.catwalk.pipeline.run.Jobs.ExplanationSummary;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.StagedFolder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws what a stored network sees in an image, without Spark. The pictures appear all or none. */
final class ExplainJob {

  private final Workbench bench;
  private final ExperimentConfig config;
  private final RunOptions options;

  ExplainJob(Workbench bench, ExperimentConfig config, RunOptions options) {
    this.bench = bench;
    this.config = config;
    this.options = options;
  }

  ExplanationSummary run(ExplanationRequest request) {
    StoredModel stored = StoredModel.open(bench, request.run(), request.model());
    ModelCard card = stored.model().card();
    ResizeMode resize = ResizeMode.valueOf(card.resize().toUpperCase(Locale.ROOT));
    Example image =
        OneImage.read(
            bench.sources(), request.image(), card.shape(), resize, config.data().maxMegapixels());
    ExplainedImage explained =
        new ImageExplainer(stored.model()).explain(image, request.layer(), request.className());
    Map<String, Double> probabilities = new LinkedHashMap<>();
    for (int i = 0; i < card.classes().size(); i++) {
      probabilities.put(card.classes().get(i), explained.probabilities().get(i));
    }
    return new ExplanationSummary(
        card.model(),
        stored.uri(),
        image.path(),
        card.classes().get(explained.predicted()),
        card.classes().get(explained.explained()),
        probabilities,
        explained.layer(),
        publish(request, card, explained),
        card.synthetic());
  }

  /** Returns where the pictures are. */
  private List<String> publish(
      ExplanationRequest request, ModelCard card, ExplainedImage explained) {
    ArtifactStore store = bench.store();
    String path = "explanations/" + id(card);
    if (request.out() != null) {
      String out = request.out().replaceFirst("/+$", "");
      int slash = out.lastIndexOf('/');
      store = bench.storeAt(slash < 0 ? "." : slash == 0 ? "/" : out.substring(0, slash));
      path = out.substring(slash + 1);
    }
    try (StagedFolder folder = store.stage(path)) {
      explained.pictures().forEach(folder::write);
      if (!folder.publish()) {
        throw CatwalkException.usage(
            store.resolve(path) + " is there already; expected a new folder (--out, --run-id)");
      }
    }
    ArtifactStore in = store;
    String folder = path;
    return explained.pictures().keySet().stream()
        .map(name -> in.resolve(folder + "/" + name).toString())
        .toList();
  }

  private String id(ModelCard card) {
    return options.runId() != null ? options.runId() : RunIds.next(card.model(), Instant.now());
  }
}
