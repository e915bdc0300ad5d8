/** How far new images are from those that a model was trained on. */
package io.catwalk.pipeline.drift;
