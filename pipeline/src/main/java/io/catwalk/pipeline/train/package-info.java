/** A training from its plan to its result. */
package io.catwalk.pipeline.train;
