package io.catwalk.pipeline.export;

/**
 * How fast a form of a model answers; as JSON (snake_case) it is part of what {@code catwalk
 * serve-check --json} prints.
 *
 * @param server what computes
 * @param medianMilliseconds of a request of one image, one after the other
 * @param slowMilliseconds below which 99 of 100 such requests take
 * @param oneThread images a second, in batches, by one thread
 * @param allThreads images a second, in batches, by all threads together
 */
public record ServeFigures(
    String server,
    double medianMilliseconds,
    double slowMilliseconds,
    double oneThread,
    double allThreads) {}
