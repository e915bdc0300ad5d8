package io.catwalk.pipeline.train.data;

import java.io.Serializable;

/**
 * A minibatch that a worker took. A task that is run again reports the same once more, so equal
 * ones count once.
 *
 * @param worker 0-based
 * @param position of its first example in the worker's order
 * @param examples in it
 */
public record Consumed(int worker, int position, int examples) implements Serializable {}
