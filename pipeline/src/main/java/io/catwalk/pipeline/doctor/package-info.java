/** Looks at a cluster, its storage and its executors before a job, and says what would go wrong. */
package io.catwalk.pipeline.doctor;
