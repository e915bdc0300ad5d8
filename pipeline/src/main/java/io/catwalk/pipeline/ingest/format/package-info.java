/**
 * What JPEG, PNG, GIF, BMP and WebP files say of themselves, read in Java before any native
 * decoder, and what is damaged in them.
 */
package io.catwalk.pipeline.ingest.format;
