/** What commands print: tables, headlines, progress and failures, each in one line. */
package io.catwalk.pipeline.cli.console;
