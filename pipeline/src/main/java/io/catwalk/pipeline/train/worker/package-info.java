/** What a worker does in a round. */
package io.catwalk.pipeline.train.worker;
