package io.catwalk.pipeline.config;

/**
 * Everything that one experiment is told.
 *
 * @param storageRoot root of datasets, runs and registry: a URI of any Hadoop file system or a
 *     local path
 * @param storagePatience seconds for which a storage that refuses is asked again
 * @param effective the whole configuration as HOCON text, as {@code catwalk config} prints and each
 *     run stores it, without its secrets
 */
public record ExperimentConfig(
    String storageRoot,
    int storagePatience,
    DatasetConfig data,
    ModelConfig model,
    TrainingConfig train,
    EvaluationConfig evaluate,
    RetrainConfig retrain,
    ClusterConfig cluster,
    String effective) {}
