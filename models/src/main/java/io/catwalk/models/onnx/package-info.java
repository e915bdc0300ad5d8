/**
 * Networks as ONNX models, with all that becomes of an image before a network sees it inside the
 * graph, and plain networks that others wrote as ONNX, read. The documents are those of ONNX's own
 * schema, whose classes ND4J brings along.
 */
package io.catwalk.models.onnx;
