package io.catwalk.pipeline.bench;

/**
 * What a step costs; every time is a median over {@code repeats}. A ratio above 1 means that
 * Catwalk is faster; null stands for what was not measured.
 *
 * @param mode {@code training} or {@code inference}
 * @param milliseconds a minibatch
 * @param device what computes, as it tells of itself
 * @param imagesPerSecond of the engine
 * @param stockImagesPerSecond of Deeplearning4j's own layers
 * @param pytorchImagesPerSecond of PyTorch with one thread, on the same images
 * @param heapBytesPerStep allocated by the training thread
 * @param offHeapGrowthBytes by which native memory grew during the last window
 * @param clock {@code cpu} or {@code wall}
 * @param data folder of the images, or {@code noise}
 */
public record StepReport(
    String model,
    int minibatch,
    String mode,
    String device,
    double milliseconds,
    double imagesPerSecond,
    Double stockImagesPerSecond,
    Double ratioToStock,
    Double pytorchImagesPerSecond,
    Double ratioToPytorch,
    String pytorchVersion,
    long heapBytesPerStep,
    long offHeapGrowthBytes,
    int ompThreads,
    String optimiser,
    String data,
    String clock,
    int repeats) {}
