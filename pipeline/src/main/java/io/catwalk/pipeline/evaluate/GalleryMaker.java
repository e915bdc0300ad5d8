package io.catwalk.pipeline.evaluate;

import io.catwalk.models.ImageShape;
import io.catwalk.models.explain.Explanation;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.evaluate.ExamplePictures.Pictured;
import io.catwalk.pipeline.explain.HeatPicture;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.runs.ExampleGallery;
import io.catwalk.pipeline.runs.ExampleGallery.Picture;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts pictures of examples together, some with maps of what the network looked at. */
final class GalleryMaker {

  private static final Logger LOG = LoggerFactory.getLogger(GalleryMaker.class);
  private static final int MOST_AT_ONCE = 32;

  /** Values of all images of one pass; what the layers compute of them is many times as much. */
  private static final int MOST_VALUES = 1 << 19;

  private static final Explanation UNEXPLAINED = new Explanation(null, null);

  private final TrainedModel model;
  private final ImageShape shape;

  GalleryMaker(TrainedModel model) {
    this.model = model;
    this.shape = model.card().shape();
  }

  /**
   * @param pictured the pictures, and the pixels of what is to be explained
   * @param predicted {@link Example#key} of what is to be explained → index of the predicted class
   */
  ExampleGallery make(List<Pictured> pictured, Map<String, Integer> predicted) {
    List<Example> examples =
        pictured.stream()
            .map(Pictured::example)
            .filter(example -> predicted.containsKey(example.key()))
            .toList();
    Map<String, Explanation> explanations = new HashMap<>();
    int atOnce = Math.max(1, Math.min(MOST_AT_ONCE, MOST_VALUES / shape.values()));
    for (int from = 0; from < examples.size(); from += atOnce) {
      List<Example> some = examples.subList(from, Math.min(examples.size(), from + atOnce));
      List<Explanation> ofSome = explain(some, predicted);
      for (int i = 0; i < some.size(); i++) {
        explanations.put(some.get(i).key(), ofSome.get(i));
      }
    }
    return new ExampleGallery(
        ExampleGallery.SCHEMA_VERSION,
        pictured.stream()
            .map(
                each -> picture(each, explanations.getOrDefault(each.example().key(), UNEXPLAINED)))
            .toList());
  }

  private List<Explanation> explain(List<Example> examples, Map<String, Integer> predicted) {
    int[] classes = examples.stream().mapToInt(example -> predicted.get(example.key())).toArray();
    try (INDArray features = model.vectoriser().features(examples)) {
      return Explanation.of(model.network(), features, classes);
    } catch (RuntimeException e) {
      // A user's own layer may not be differentiable; the evaluation is worth more than its
      // pictures.
      LOG.warn("No maps of what {} looked at: {}", model.card().model(), e.toString());
      return Collections.nCopies(examples.size(), UNEXPLAINED);
    }
  }

  private static Picture picture(Pictured pictured, Explanation explanation) {
    return new Picture(
        pictured.example().path(),
        pictured.example().sha256(),
        pictured.thumbnail().width(),
        pictured.thumbnail().height(),
        pictured.thumbnail().file(),
        explanation.gradCam() == null ? null : HeatPicture.of(explanation.gradCam()),
        explanation.saliency() == null ? null : HeatPicture.of(explanation.saliency()));
  }
}
