package io.catwalk.pipeline.bench;

/**
 * How fast epochs are, after one to warm up; every speed is of the median epoch, by wall clock. A
 * ratio above 1 means that Catwalk is faster; null stands for what was not measured.
 *
 * @param master Spark's
 * @param images an epoch
 * @param imagesPerSecond of all workers together
 * @param loopsImagesPerSecond of as many independent loops over the same layers at the same time
 * @param stockImagesPerSecond of Deeplearning4j's ParameterAveragingTrainingMaster and layers
 * @param pytorchImagesPerSecond of PyTorch's DistributedDataParallel over gloo, a process a worker
 * @param data folder of the images, or {@code noise}
 */
public record TrainReport(
    String model,
    String master,
    int workers,
    int minibatch,
    int frequency,
    String updater,
    int images,
    double imagesPerSecond,
    double loopsImagesPerSecond,
    double ratioToLoops,
    Double stockImagesPerSecond,
    Double ratioToStock,
    Double pytorchImagesPerSecond,
    Double ratioToPytorch,
    String pytorchVersion,
    String data,
    int repeats) {}
