package io.catwalk.pipeline.report;

/**
 * @param name of what is told
 * @param value in words
 */
record Fact(String name, String value) {}
