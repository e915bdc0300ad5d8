package io.catwalk.pipeline.cli.option;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.ConfigOverride;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The settings of a training that are changed most often. */
public final class TrainingOptions {

  private static final Pattern SIZE = Pattern.compile("(\\d{1,5})(?:[x×](\\d{1,5}))?");

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "The network (model.name); `catwalk models` lists them.")
  private String model;

  @Option(
      names = "--size",
      paramLabel = "N",
      description =
          "What every image becomes, in pixels (data.shape): 64, or rows and columns as 48x64.")
  private String size;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the training images (train.epochs).")
  private String epochs;

  @Option(
      names = {"--minibatch", "--batch-size"},
      paramLabel = "N",
      description = "Images of one gradient step of one worker (train.minibatch).")
  private String minibatch;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description = "Step size (train.learning-rate).")
  private String learningRate;

  @Option(
      names = "--folds",
      paramLabel = "K",
      description =
          "Train K more networks, each without a part of the training images, which it then looks through for wrong labels (train.folds).")
  private String folds;

  @Option(
      names = "--teacher",
      paramLabel = "RUN",
      description =
          "A trained network whose answers this one learns beside the labels: a run's id or folder, or a model.zip (train.teacher.from).")
  private String teacher;

  @Mixin private TransferOptions transfer;

  /** Whether it starts from a network trained before. */
  boolean transfers() {
    return transfer.given();
  }

  /** As overrides of the configuration, under the names that the user wrote. */
  public List<ConfigOverride> overrides() {
    List<ConfigOverride> overrides = new ArrayList<>(transfer.overrides());
    add(overrides, "--model", "model.name", model);
    if (size != null) {
      Matcher sides = SIZE.matcher(size);
      if (!sides.matches()) {
        throw CatwalkException.usage(
            "--size " + size + ": expected pixels, as 64, or rows and columns, as 48x64");
      }
      String columns = sides.group(2) == null ? sides.group(1) : sides.group(2);
      add(overrides, "--size", "data.shape.height", sides.group(1));
      add(overrides, "--size", "data.shape.width", columns);
    }
    add(overrides, "--epochs", "train.epochs", epochs);
    add(overrides, "--minibatch", "train.minibatch", minibatch);
    add(overrides, "--learning-rate", "train.learning-rate", learningRate);
    add(overrides, "--folds", "train.folds", folds);
    add(overrides, "--teacher", "train.teacher.from", teacher);
    return overrides;
  }

  private static void add(List<ConfigOverride> overrides, String option, String key, String value) {
    if (value != null) {
      overrides.add(ConfigOverride.option(option, key, value));
    }
  }
}
