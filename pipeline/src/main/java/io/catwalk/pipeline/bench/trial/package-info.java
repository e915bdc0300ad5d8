/** Rounds and epochs of a training taken apart for {@code catwalk bench}. */
package io.catwalk.pipeline.bench.trial;
