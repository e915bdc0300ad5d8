/** Scores a split on executors, which compute the metrics too. */
package io.catwalk.pipeline.evaluate;
