/**
 * Tells other programs of trainings (MLflow by its REST interface, TensorBoard by event files) and
 * of jobs (OpenLineage). What fails here fails no training, and none waits for it.
 */
package io.catwalk.pipeline.tracking;
