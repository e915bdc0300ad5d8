/**
 * Where predictions of new images are stored: as a folder of their own, or in a table that grows.
 */
package io.catwalk.pipeline.predict;
