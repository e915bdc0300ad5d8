/** What the class of an image is, by folders and names. */
package io.catwalk.pipeline.ingest.layout;
