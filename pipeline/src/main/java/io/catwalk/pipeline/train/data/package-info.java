/**
 * Examples of the training split as they lie on executors, their order, and the plan of a round.
 */
package io.catwalk.pipeline.train.data;
