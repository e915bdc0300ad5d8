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
import io.catwalk.pipeline.storage.HadoopStorage.Place;
import io.catwalk.pipeline.storage.StagedFolder;
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
    StoredModel stored = StoredModel.open(bench, request.model());
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
    Place place =
        request
            .out()
            .map(out -> bench.place(out))
            .orElseGet(
                () -> new Place(bench.store(), "explanations/" + options.idOr(card.model())));
    try (StagedFolder folder = place.store().stage(place.path())) {
      explained.pictures().forEach(folder::write);
      if (!folder.publish()) {
        throw CatwalkException.usage(
            place.uri() + " is there already; expected a new folder (--out, --run-id)");
      }
    }
    return explained.pictures().keySet().stream().map(place::uri).toList();
  }
}
