package io.catwalk.pipeline.train;

import java.io.Serializable;

/**
 * What a worker brings back from a round.
 *
 * @param examples consumed
 * @param lossSum of its minibatches' mean losses, each weighted by its examples
 * @param state of its network
 */
record WorkerResult(long examples, double lossSum, TrainingState state) implements Serializable {}
