/** Reads tar headers, also those that were made to do harm. */
package io.catwalk.pipeline.ingest.packed;
