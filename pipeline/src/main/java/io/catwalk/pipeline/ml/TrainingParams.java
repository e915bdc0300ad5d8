package io.catwalk.pipeline.ml;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * How {@link CatwalkClassifier} trains. Each parameter stands for a key of the configuration, whose
 * page gives ranges and defaults; one that is not set has the key's default.
 *
 * @param <T> the stage
 */
public interface TrainingParams<T> extends ImageColumns<T> {

  /** {@code model.name}. */
  default Param<String> network() {
    return new Param<>(this, "network", "name of a network of the catalogue: catwalk models");
  }

  default String getNetwork() {
    return getOrDefault(network());
  }

  default T setNetwork(String value) {
    return with(network(), value);
  }

  /** {@code data.shape.height}. */
  default IntParam height() {
    return new IntParam(this, "height", "pixels that every image becomes high");
  }

  default int getHeight() {
    return (int) getOrDefault(height());
  }

  default T setHeight(int value) {
    return with(height(), value);
  }

  /** {@code data.shape.width}. */
  default IntParam width() {
    return new IntParam(this, "width", "pixels that every image becomes wide");
  }

  default int getWidth() {
    return (int) getOrDefault(width());
  }

  default T setWidth(int value) {
    return with(width(), value);
  }

  /** {@code data.shape.channels}. */
  default IntParam channels() {
    return new IntParam(this, "channels", "1 for grey, 3 for colour");
  }

  default int getChannels() {
    return (int) getOrDefault(channels());
  }

  default T setChannels(int value) {
    return with(channels(), value);
  }

  /** {@code data.resize}. */
  default Param<String> resize() {
    return new Param<>(
        this, "resize", "how an image becomes height × width: fit, crop, stretch or pad");
  }

  default String getResize() {
    return getOrDefault(resize());
  }

  default T setResize(String value) {
    return with(resize(), value);
  }

  /** {@code train.epochs}. */
  default IntParam epochs() {
    return new IntParam(this, "epochs", "passes over all training images");
  }

  default int getEpochs() {
    return (int) getOrDefault(epochs());
  }

  default T setEpochs(int value) {
    return with(epochs(), value);
  }

  /** {@code train.minibatch}. */
  default IntParam minibatch() {
    return new IntParam(this, "minibatch", "images of one gradient step of one worker");
  }

  default int getMinibatch() {
    return (int) getOrDefault(minibatch());
  }

  default T setMinibatch(int value) {
    return with(minibatch(), value);
  }

  /** {@code train.workers}. */
  default IntParam workers() {
    return new IntParam(
        this, "workers", "networks that train side by side, each on a core of the cluster");
  }

  default int getWorkers() {
    return (int) getOrDefault(workers());
  }

  default T setWorkers(int value) {
    return with(workers(), value);
  }

  /** {@code train.averaging-frequency}. */
  default IntParam averagingFrequency() {
    return new IntParam(
        this, "averagingFrequency", "minibatches that each worker fits between two averagings");
  }

  default int getAveragingFrequency() {
    return (int) getOrDefault(averagingFrequency());
  }

  default T setAveragingFrequency(int value) {
    return with(averagingFrequency(), value);
  }

  /** {@code train.learning-rate}. */
  default DoubleParam learningRate() {
    return new DoubleParam(this, "learningRate", "learning rate, above 0");
  }

  default double getLearningRate() {
    return (double) getOrDefault(learningRate());
  }

  default T setLearningRate(double value) {
    return with(learningRate(), value);
  }

  /** {@code train.updater}. */
  default Param<String> updater() {
    return new Param<>(this, "updater", "sgd, momentum, adam, adamw or rmsprop");
  }

  default String getUpdater() {
    return getOrDefault(updater());
  }

  default T setUpdater(String value) {
    return with(updater(), value);
  }

  /** {@code train.schedule.kind}. */
  default Param<String> schedule() {
    return new Param<>(
        this,
        "schedule",
        "how the learning rate changes: constant, step, exponential, polynomial, cosine, one-cycle or plateau");
  }

  default String getSchedule() {
    return getOrDefault(schedule());
  }

  default T setSchedule(String value) {
    return with(schedule(), value);
  }

  /** {@code train.seed}. */
  default LongParam seed() {
    return new LongParam(this, "seed", "of initial weights and the order of images");
  }

  default long getSeed() {
    return (long) getOrDefault(seed());
  }

  default T setSeed(long value) {
    return with(seed(), value);
  }

  /** {@code train.augment.flip}. */
  default BooleanParam flip() {
    return new BooleanParam(
        this, "flip", "whether half of the training images are mirrored left to right");
  }

  default boolean getFlip() {
    return (boolean) getOrDefault(flip());
  }

  default T setFlip(boolean value) {
    return with(flip(), value);
  }

  /** {@code train.augment.shift}. */
  default IntParam shift() {
    return new IntParam(this, "shift", "most pixels, each way, that training images are shifted");
  }

  default int getShift() {
    return (int) getOrDefault(shift());
  }

  default T setShift(int value) {
    return with(shift(), value);
  }

  /** {@code train.augment.erasing}. */
  default DoubleParam erasing() {
    return new DoubleParam(
        this, "erasing", "share of training images in which a rectangle is erased");
  }

  default double getErasing() {
    return (double) getOrDefault(erasing());
  }

  default T setErasing(double value) {
    return with(erasing(), value);
  }

  /** {@code train.balance}. */
  default Param<String> balance() {
    return new Param<>(
        this, "balance", "weights of classes: none, or as configuration.md has them");
  }

  default String getBalance() {
    return getOrDefault(balance());
  }

  default T setBalance(String value) {
    return with(balance(), value);
  }

  /** Where training saves its state, so that the same {@code fit} goes on after a failure. */
  default Param<String> checkpointPath() {
    return new Param<>(
        this,
        "checkpointPath",
        "folder of this training's checkpoints, on any Hadoop file system; empty for none");
  }

  default String getCheckpointPath() {
    return getOrDefault(checkpointPath());
  }

  default T setCheckpointPath(String value) {
    return with(checkpointPath(), value);
  }

  /** {@code train.checkpoint.every-epochs}. */
  default IntParam checkpointInterval() {
    return new IntParam(this, "checkpointInterval", "epochs between two checkpoints");
  }

  default int getCheckpointInterval() {
    return (int) getOrDefault(checkpointInterval());
  }

  default T setCheckpointInterval(int value) {
    return with(checkpointInterval(), value);
  }

  /** Any other keys: {@code KEY=VALUE}, as {@code --set} takes them. */
  default StringArrayParam settings() {
    return new StringArrayParam(this, "settings", "further keys of the configuration: KEY=VALUE");
  }

  default String[] getSettings() {
    return getOrDefault(settings());
  }

  /**
   * @param assignments such as {@code train.label-smoothing=0.1}
   */
  default T setSettings(String... assignments) {
    return with(settings(), assignments);
  }
}
