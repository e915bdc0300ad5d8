package io.catwalk.pipeline.run;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.drift.DriftMeter;
import io.catwalk.pipeline.drift.NewImages;
import io.catwalk.pipeline.ingest.UnlabelledImages;
import io.catwalk.pipeline.model.ModelCard;
import io.catwalk.pipeline.runs.Drift;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far images that were scored are from those that the model was trained on.
 *
 * @param images where they lie, as the user named it
 * @param reference what they are compared with
 */
record PredictionDrift(
    Workbench bench, ExperimentConfig config, String images, DriftMeter.Reference reference) {

  /**
   * @throws CatwalkException (data) when the dataset that the model was trained on is not in
   *     storage
   */
  static PredictionDrift of(
      Workbench bench, ExperimentConfig config, PredictionRequest request, StoredModel stored) {
    ModelCard card = stored.model().card();
    String trainedOn = card.dataset() + "@" + card.datasetVersion();
    StoredDataset dataset;
    try {
      dataset = bench.datasets().open(trainedOn);
    } catch (CatwalkException e) {
      throw e.followedBy("; --drift compares with the images that the model was trained on");
    }
    return new PredictionDrift(
        bench,
        config,
        request.images(),
        new DriftMeter.Reference(request.model().text(), stored.model(), dataset));
  }

  /**
   * @param predicted class → images
   */
  Optional<Drift> measure(UnlabelledImages scored, Map<String, Long> predicted) {
    return new DriftMeter(bench.spark(), config.evaluate(), config.train().seed())
        .measure(
            reference,
            new NewImages(
                images,
                reference.model().card().shape(),
                predicted,
                scored.facts(bench.spark()),
                scored.examples(),
                List.of("Classes of the new images are those that the model predicts.")));
  }
}
