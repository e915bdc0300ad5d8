/** Parameters and the updater's state on their way: slices, compression, files. */
package io.catwalk.pipeline.train.state;
