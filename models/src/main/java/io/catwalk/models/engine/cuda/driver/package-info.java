/** What a GPU is asked for: memory, kernels, recordings of their launches. */
package io.catwalk.models.engine.cuda.driver;
