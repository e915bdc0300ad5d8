/** Changes images at random, the same way for the same seed, epoch and example. */
package io.catwalk.pipeline.train.augment;
