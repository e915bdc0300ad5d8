/**
 * Tells whether two runs differ or could have come out so by chance: McNemar, Wilson, the
 * bootstrap.
 */
package io.catwalk.pipeline.compare;
