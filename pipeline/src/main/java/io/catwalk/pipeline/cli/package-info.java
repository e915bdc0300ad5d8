/** The command line: the program, its stages and what a signal does to it. */
package io.catwalk.pipeline.cli;
