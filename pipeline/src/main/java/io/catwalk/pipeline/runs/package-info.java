/** A run's folder: where it is, its documents and metrics, and how they are read again. */
package io.catwalk.pipeline.runs;
