/** Tables of images: Parquet files with a column of encoded images or of pixels. */
package io.catwalk.pipeline.ingest.table;
