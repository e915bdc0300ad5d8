/**
 * What a source holds, entry by entry: its place in a container, and as an image that is listed or
 * labelled; and lists of millions of them.
 */
package io.catwalk.pipeline.ingest.entry;
