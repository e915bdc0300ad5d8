/**
 * Makes a dataset of a source: lists it, decodes and resizes on executors, finds duplicates, stores
 * shards.
 */
package io.catwalk.pipeline.ingest;
