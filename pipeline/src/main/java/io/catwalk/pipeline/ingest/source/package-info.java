/** Where images come from: folders, archives, IDX files, tables of labels and splits. */
package io.catwalk.pipeline.ingest.source;
