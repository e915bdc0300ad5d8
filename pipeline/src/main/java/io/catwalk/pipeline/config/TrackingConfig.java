package io.catwalk.pipeline.config;

/**
 * Who else is told of trainings ({@code tracking.*}).
 *
 * @param mlflow address of an MLflow tracking server; empty for none
 * @param experiment of MLflow, in which runs appear
 * @param tensorboard folder that gets a folder of event files for each run; empty for none
 */
public record TrackingConfig(String mlflow, String experiment, String tensorboard) {}
