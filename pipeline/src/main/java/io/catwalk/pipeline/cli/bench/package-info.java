/** The commands below {@code catwalk bench}. */
package io.catwalk.pipeline.cli.bench;
