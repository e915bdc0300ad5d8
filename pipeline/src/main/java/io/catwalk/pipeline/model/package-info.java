/** A trained network, its card and its file. Nothing of a file is deserialised. */
package io.catwalk.pipeline.model;
