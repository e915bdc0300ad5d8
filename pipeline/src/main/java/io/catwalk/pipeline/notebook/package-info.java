/**
 * What the notebooks call: images in memory, a training loop in one JVM, and drawings. Nothing else
 * in the house depends on it.
 */
package io.catwalk.pipeline.notebook;
