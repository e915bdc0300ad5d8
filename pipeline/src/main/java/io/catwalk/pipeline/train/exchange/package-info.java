/** Brings parameters to workers and back: over connections of their own, or by Spark's jobs. */
package io.catwalk.pipeline.train.exchange;
