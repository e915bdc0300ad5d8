/**
 * Atomic folders, locks with heartbeats, and access to any Hadoop file system. No other room uses
 * Hadoop's file systems itself.
 */
package io.catwalk.pipeline.storage;
