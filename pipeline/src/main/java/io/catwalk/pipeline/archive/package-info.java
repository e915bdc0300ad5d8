/** Reads entries of zip and tar files that strangers made, each within a limit. */
package io.catwalk.pipeline.archive;
