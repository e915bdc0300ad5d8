/** The commands below {@code catwalk registry}. */
package io.catwalk.pipeline.cli.registry;
