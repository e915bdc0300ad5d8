/**
 * What networks are built from: Deeplearning4j's layers and residual blocks of them, with the
 * settings that the engine computes.
 */
package io.catwalk.models.layers;
