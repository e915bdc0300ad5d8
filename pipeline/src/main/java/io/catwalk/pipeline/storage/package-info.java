/**
 * Atomic folders, locks with heartbeats, and access to any Hadoop file system. No other room knows
 * those.
 */
package io.catwalk.pipeline.storage;
