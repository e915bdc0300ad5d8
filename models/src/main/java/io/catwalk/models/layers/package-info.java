/**
 * What networks are built from: Deeplearning4j's layers, with the settings that the engine
 * computes.
 */
package io.catwalk.models.layers;
