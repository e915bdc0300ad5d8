/**
 * The Parquet shards of a dataset: duplicates, classes in conflict, the quarantine, and what an
 * older dataset has already.
 */
package io.catwalk.pipeline.ingest.shard;
