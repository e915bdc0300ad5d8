/**
 * What programs that depend on Catwalk may use, and what stays from version to version: a run's
 * results, its network in the caller's process, and parameter averaging for Deeplearning4j.
 * Everything outside this room may change with any version, but for {@link
 * io.catwalk.pipeline.CatwalkException}.
 */
package io.catwalk.pipeline.api;
