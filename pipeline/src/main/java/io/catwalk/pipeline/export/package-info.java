/** Trained models on their way to where they serve: ONNX, and Triton's model repository. */
package io.catwalk.pipeline.export;
