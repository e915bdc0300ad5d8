/**
 * What all rooms share: the exceptions that end a command and their exit codes, JSON, secrets that
 * are never shown, a thread for what goes on beside a job, and the signal that stops one.
 */
package io.catwalk.pipeline;
