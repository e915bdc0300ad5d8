package io.catwalk.pipeline.bench;

/**
 * What a step costs; every time is a median over {@code repeats}. A ratio above 1 means that what
 * {@code layers} names is faster; null stands for what was not measured.
 *
 * @param mode {@code training} or {@code inference}
 * @param milliseconds a minibatch
 * @param imagesPerSecond of the layers named
 * @param stockImagesPerSecond of Deeplearning4j's own layers
 * @param pytorchImagesPerSecond of PyTorch with one thread, on the same images
 * @param engineImagesPerSecond of the engine
 * @param engineDevice what computes there, as the device tells it
 * @param heapBytesPerStep allocated by the training thread
 * @param offHeapGrowthBytes by which native memory grew during the last window
 * @param binary the libnd4j build that was loaded, for example {@code onednn-avx2}
 * @param clock {@code cpu} or {@code wall}
 * @param data folder of the images, or {@code noise}
 */
public record StepReport(
    String model,
    int minibatch,
    String layers,
    String mode,
    double milliseconds,
    double imagesPerSecond,
    Double stockImagesPerSecond,
    Double ratioToStock,
    Double pytorchImagesPerSecond,
    Double ratioToPytorch,
    String pytorchVersion,
    Double engineImagesPerSecond,
    Double ratioToEngine,
    String engineDevice,
    long heapBytesPerStep,
    long offHeapGrowthBytes,
    String binary,
    int ompThreads,
    String openblasCoretype,
    String optimiser,
    String data,
    String clock,
    int repeats) {}
