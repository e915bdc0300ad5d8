package io.catwalk.pipeline.report;

import io.catwalk.pipeline.report.chart.Words;
import io.catwalk.pipeline.runs.ExampleGallery.Picture;
import io.catwalk.pipeline.runs.ScoredExample;
import io.catwalk.pipeline.runs.StoredRun;
import java.util.Base64;
import java.util.List;

/**
 * One example as the page shows it.
 *
 * @param path where the image came from
 * @param actual its class
 * @param predicted what it was taken for
 * @param correct whether these are the same
 * @param confidence of the prediction, in words
 * @param ofActual the probability that was given to the true class, in words
 * @param picture a data URI; null where none was stored
 * @param gradCam a data URI; null where there is none
 * @param saliency a data URI; null where there is none
 * @param small the picture has so few pixels that they should stay visible
 */
record Card(
    String path,
    String actual,
    String predicted,
    boolean correct,
    String confidence,
    String ofActual,
    String picture,
    String gradCam,
    String saliency,
    boolean small) {

  static final int FEW_PIXELS = 48;

  static Card of(StoredRun run, ScoredExample example) {
    return of(run, example, run.pictures().get(example.key()));
  }

  /**
   * @param picture null where there is none
   */
  static Card of(StoredRun run, ScoredExample example, Picture picture) {
    List<String> classes = run.classes();
    return new Card(
        example.path(),
        classes.get(example.actual()),
        classes.get(example.predicted()),
        example.correct(),
        Words.percent(example.confidence()),
        Words.percent(example.ofActual()),
        picture == null ? null : uri(picture.image()),
        picture == null ? null : uri(picture.gradCam()),
        picture == null ? null : uri(picture.saliency()),
        picture != null && Math.max(picture.width(), picture.height()) <= FEW_PIXELS);
  }

  /** For a page that has no choice of maps. */
  Card withoutMaps() {
    return new Card(
        path, actual, predicted, correct, confidence, ofActual, picture, null, null, small);
  }

  /** A text alternative: what the picture is of, and what was made of it. */
  String alt() {
    return correct
        ? actual + ", recognised with " + confidence
        : actual + ", taken for " + predicted + " with " + confidence;
  }

  /** The last part of the path, or what tells one image of a file from the others. */
  String name() {
    return name(path);
  }

  static String name(String path) {
    int number = path.lastIndexOf('#');
    return number > 0 ? path.substring(number) : path.substring(path.lastIndexOf('/') + 1);
  }

  static String uri(byte[] image) {
    if (image == null || image.length == 0) {
      return null;
    }
    String type = (image[0] & 0xff) == 0xff ? "image/jpeg" : "image/png";
    return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(image);
  }
}
