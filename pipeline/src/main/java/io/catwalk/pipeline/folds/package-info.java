/** Judges every training image by a network that was not trained on it. */
package io.catwalk.pipeline.folds;
