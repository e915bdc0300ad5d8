package io.catwalk.pipeline.ml;

import io.catwalk.pipeline.ml.ImageReader.Invalid;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * The columns that {@link CatwalkClassifier} and {@link CatwalkModel} share, named as those of
 * Spark's classifiers.
 *
 * @param <T> the stage
 */
public interface ImageColumns<T> extends Params {

  /** Column of the images: see {@link ImageReader}. */
  default Param<String> imageCol() {
    return new Param<>(
        this, "imageCol", "column of images: encoded files, paths, or Spark's image struct");
  }

  default Param<String> predictionCol() {
    return new Param<>(this, "predictionCol", "column of the most probable class's index");
  }

  default Param<String> probabilityCol() {
    return new Param<>(this, "probabilityCol", "column of all classes' probabilities");
  }

  default Param<String> rawPredictionCol() {
    return new Param<>(
        this, "rawPredictionCol", "column of the natural logarithms of the probabilities");
  }

  default Param<String> handleInvalid() {
    return new Param<>(
        this,
        "handleInvalid",
        "what to do with null images and those that cannot be decoded: error, skip (leave the row out) or keep (transform predicts NaN, fit leaves the row out)");
  }

  default String getImageCol() {
    return getOrDefault(imageCol());
  }

  default String getPredictionCol() {
    return getOrDefault(predictionCol());
  }

  default String getProbabilityCol() {
    return getOrDefault(probabilityCol());
  }

  default String getRawPredictionCol() {
    return getOrDefault(rawPredictionCol());
  }

  default String getHandleInvalid() {
    return getOrDefault(handleInvalid());
  }

  default T setImageCol(String name) {
    return with(imageCol(), name);
  }

  default T setPredictionCol(String name) {
    return with(predictionCol(), name);
  }

  default T setProbabilityCol(String name) {
    return with(probabilityCol(), name);
  }

  default T setRawPredictionCol(String name) {
    return with(rawPredictionCol(), name);
  }

  /**
   * @param way error (default), skip or keep
   * @throws IllegalArgumentException for any other
   */
  default T setHandleInvalid(String way) {
    Invalid.of(way);
    return with(handleInvalid(), way);
  }

  /** Sets a parameter and gives the stage back. */
  @SuppressWarnings("unchecked") // Every T is the class that implements this.
  default <V> T with(Param<V> param, V value) {
    set(param, value);
    return (T) this;
  }

  /** To be called by every constructor. */
  default void setColumnDefaults() {
    setDefault(imageCol(), "image");
    setDefault(predictionCol(), "prediction");
    setDefault(probabilityCol(), "probability");
    setDefault(rawPredictionCol(), "rawPrediction");
    setDefault(handleInvalid(), "error");
  }
}
