package io.catwalk.pipeline.config;

/**
 * Everything that one experiment is told.
 *
 * @param storageRoot root of datasets, runs and registry: a URI of any Hadoop file system or a
 *     local path
 * @param storagePatience seconds for which a storage that refuses is asked again
 * @param folds parts of the training split, each of which is judged by a network that was not
 *     trained on it: 2 to 100; 0 for none ({@code train.folds})
 * @param tracking who else is told of it ({@code tracking.*})
 * @param tune how better settings are looked for ({@code tune.*})
 * @param effective the whole configuration as HOCON text, as {@code catwalk config} prints and each
 *     run stores it, without its secrets
 */
public record ExperimentConfig(
    String storageRoot,
    int storagePatience,
    DatasetConfig data,
    ModelConfig model,
    TrainingConfig train,
    int folds,
    EvaluationConfig evaluate,
    RetrainConfig retrain,
    ClusterConfig cluster,
    TrackingConfig tracking,
    TuneConfig tune,
    String effective) {

  /**
   * How it is judged ({@code evaluate.*}), and what computes that.
   *
   * @param minibatch examples scored in one forward pass, at least 1
   * @param calibrationBins equal-width bins of the expected calibration error, 2 to 100
   * @param testTimeFlip whether the mean of an image's and its mirror image's probabilities counts
   * @param compute what computes
   */
  public record EvaluationConfig(
      int minibatch, int calibrationBins, boolean testTimeFlip, ComputeConfig compute) {

    /** Of images as they are, by the engine. */
    public EvaluationConfig(int minibatch, int calibrationBins) {
      this(minibatch, calibrationBins, false, ComputeConfig.ENGINE);
    }
  }
}
