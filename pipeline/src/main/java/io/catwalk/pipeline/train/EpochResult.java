package io.catwalk.pipeline.train;

/**
 * One line of {@code history.csv}.
 *
 * @param epoch 1-based
 * @param examples consumed, by all workers together
 * @param seconds of training, without validation
 * @param imagesPerSecond examples / seconds
 * @param trainLoss mean loss over the epoch, NaN where it is not known
 * @param validationLoss mean log loss on the validation split, NaN where there is none
 * @param validationAccuracy in 0 to 1, NaN where there is no validation split
 * @param validationF1 mean over classes, in 0 to 1, NaN where there is no validation split
 * @param learningRate at the end of the epoch
 */
public record EpochResult(
    int epoch,
    long examples,
    double seconds,
    double imagesPerSecond,
    double trainLoss,
    double validationLoss,
    double validationAccuracy,
    double validationF1,
    double learningRate) {}
