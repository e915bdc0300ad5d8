package io.catwalk.pipeline.evaluate;

import io.catwalk.models.ImageShape;
import io.catwalk.models.explain.Explanation;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.explain.HeatPicture;
import io.catwalk.pipeline.explain.Thumbnail;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.runs.ExampleGallery;
import io.catwalk.pipeline.runs.ExampleGallery.Picture;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Draws pictures of examples, with maps of what the network looked at when it predicted. */
final class GalleryMaker {

  private static final Logger LOG = LoggerFactory.getLogger(GalleryMaker.class);
  private static final int MOST_AT_ONCE = 32;

  /** Values of all images of one pass; what the layers compute of them is many times as much. */
  private static final int MOST_VALUES = 1 << 19;

  private final TrainedModel model;
  private final ImageShape shape;

  GalleryMaker(TrainedModel model) {
    this.model = model;
    this.shape = model.card().shape();
  }

  /**
   * @param examples with their pixels
   * @param predicted {@link AmongKeys#key} → index of the predicted class
   */
  ExampleGallery make(List<Example> examples, Map<String, Integer> predicted) {
    List<Picture> pictures = new ArrayList<>();
    int atOnce = Math.max(1, Math.min(MOST_AT_ONCE, MOST_VALUES / shape.values()));
    for (int from = 0; from < examples.size(); from += atOnce) {
      List<Example> some = examples.subList(from, Math.min(examples.size(), from + atOnce));
      List<Explanation> explanations = explain(some, predicted);
      for (int i = 0; i < some.size(); i++) {
        pictures.add(picture(some.get(i), explanations.get(i)));
      }
    }
    return new ExampleGallery(ExampleGallery.SCHEMA_VERSION, pictures);
  }

  private List<Explanation> explain(List<Example> examples, Map<String, Integer> predicted) {
    int[] classes =
        examples.stream()
            .mapToInt(example -> predicted.get(AmongKeys.key(example.sha256(), example.path())))
            .toArray();
    try (INDArray features = model.vectoriser().features(examples)) {
      return Explanation.of(model.network(), features, classes);
    } catch (RuntimeException e) {
      // A user's own layer may not be differentiable; the evaluation is worth more than its
      // pictures.
      LOG.warn("No maps of what {} looked at: {}", model.card().model(), e.toString());
      return Collections.nCopies(examples.size(), new Explanation(null, null));
    }
  }

  private Picture picture(Example example, Explanation explanation) {
    Thumbnail thumbnail = Thumbnail.of(example.pixels(), shape);
    return new Picture(
        example.path(),
        example.sha256(),
        thumbnail.width(),
        thumbnail.height(),
        thumbnail.file(),
        explanation.gradCam() == null ? null : HeatPicture.of(explanation.gradCam()),
        explanation.saliency() == null ? null : HeatPicture.of(explanation.saliency()));
  }

  /**
   * Lets chosen examples through.
   *
   * @param keys as {@link #key}
   */
  record AmongKeys(Set<String> keys) implements Function<Example, Boolean>, Serializable {

    /**
     * What tells an example from all others: its file's digest, and its path where that has twins.
     */
    static String key(String sha256, String path) {
      return sha256 + ' ' + path;
    }

    @Override
    public Boolean call(Example example) {
      return keys.contains(key(example.sha256(), example.path()));
    }
  }
}
