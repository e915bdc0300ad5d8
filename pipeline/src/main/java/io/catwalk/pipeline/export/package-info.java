/**
 * Trained models on their way to where they serve, ONNX and Triton's model repository, and from
 * where others trained them.
 */
package io.catwalk.pipeline.export;
