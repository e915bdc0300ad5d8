/**
 * Turns image files into pixels of one shape, within limits of memory and time, in a process of its
 * own where a file ended one before.
 */
package io.catwalk.pipeline.ingest.decode;
