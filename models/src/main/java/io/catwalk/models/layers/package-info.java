/** Layers over libnd4j's operations, and Deeplearning4j's own beside them. */
package io.catwalk.models.layers;
