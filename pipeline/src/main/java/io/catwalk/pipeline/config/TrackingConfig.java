package io.catwalk.pipeline.config;

/**
 * Who else is told of trainings ({@code tracking.*}).
 *
 * @param mlflow address of an MLflow tracking server; empty for none
 * @param experiment of MLflow, in which runs appear
 * @param tensorboard folder that gets a folder of event files for each run; empty for none
 * @param lineage address of a service that takes OpenLineage's events; empty for none
 * @param namespace of Catwalk's jobs in these
 */
public record TrackingConfig(
    String mlflow, String experiment, String tensorboard, String lineage, String namespace) {}
