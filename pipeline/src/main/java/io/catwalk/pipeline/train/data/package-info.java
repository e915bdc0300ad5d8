/** Examples and minibatches of the training split as they lie on executors, and their order. */
package io.catwalk.pipeline.train.data;
