/**
 * Networks as ONNX models, with all that becomes of an image before a network sees it inside the
 * graph. The documents are those of ONNX's own schema, whose classes ND4J brings along.
 */
package io.catwalk.models.onnx;
