/**
 * What a stored dataset is: its examples, its manifest, the columns of its Parquet files, and the
 * arrays that a network is given. All stages know it; it knows none of them.
 */
package io.catwalk.pipeline.dataset;
