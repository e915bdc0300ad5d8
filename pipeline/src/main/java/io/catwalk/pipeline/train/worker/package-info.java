/** What a worker does in a round: minibatches, steps, and scores of the validation split. */
package io.catwalk.pipeline.train.worker;
