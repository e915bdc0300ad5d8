/** Options that several commands have. */
package io.catwalk.pipeline.cli.option;
