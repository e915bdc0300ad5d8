package io.catwalk.pipeline.config;

/**
 * Which network ({@code model.*}).
 *
 * @param name a name that {@code catwalk models} lists
 * @param classes number of classes; 0 takes it from the dataset
 */
public record ModelConfig(String name, int classes) {}
