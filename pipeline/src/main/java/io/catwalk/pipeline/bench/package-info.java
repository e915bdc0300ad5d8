/**
 * Measures what a core and a cluster do in a second, in turns with named peers, and how well
 * networks learn.
 */
package io.catwalk.pipeline.bench;
