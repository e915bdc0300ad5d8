/** Scores a split on executors and computes metrics on the driver. */
package io.catwalk.pipeline.evaluate;
