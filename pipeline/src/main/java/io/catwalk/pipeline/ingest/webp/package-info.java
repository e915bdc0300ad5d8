/**
 * Looks through the structure of WebP files (RFC 9649) before a native decoder sees them: chunk
 * sizes, dimensions, and every prefix code of the lossless format. It computes no pixels.
 */
package io.catwalk.pipeline.ingest.webp;
