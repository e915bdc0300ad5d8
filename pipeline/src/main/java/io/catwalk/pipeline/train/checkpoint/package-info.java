/** Saves where a training stands, whole or not at all. */
package io.catwalk.pipeline.train.checkpoint;
