/** Reads a run's folder: metrics, history, predictions. */
package io.catwalk.pipeline.runs;
