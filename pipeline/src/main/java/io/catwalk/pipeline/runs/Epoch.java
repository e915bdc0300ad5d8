package io.catwalk.pipeline.runs;

/**
 * One line of {@code history.csv}; what is not known is NaN.
 *
 * @param epoch 1-based
 * @param examples consumed, by all workers together
 * @param seconds of training, without validation
 * @param imagesPerSecond examples / seconds
 * @param trainLoss mean over the epoch
 * @param validationLoss mean log loss on the validation split
 * @param validationAccuracy in 0 to 1
 * @param validationF1 mean over classes, in 0 to 1
 * @param learningRate at the end of the epoch
 */
public record Epoch(
    int epoch,
    long examples,
    double seconds,
    double imagesPerSecond,
    double trainLoss,
    double validationLoss,
    double validationAccuracy,
    double validationF1,
    double learningRate) {}
