/**
 * What all rooms share: the exceptions that end a command and their exit codes, JSON, secrets that
 * are never shown, and the signal that stops a job.
 */
package io.catwalk.pipeline;
