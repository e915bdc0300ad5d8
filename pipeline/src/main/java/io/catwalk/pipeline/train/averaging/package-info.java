/**
 * Parameter averaging: what a round is, by Catwalk's exchange and by Deeplearning4j's own master.
 */
package io.catwalk.pipeline.train.averaging;
