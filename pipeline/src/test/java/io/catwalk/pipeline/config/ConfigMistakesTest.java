package io.catwalk.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user reads after a mistake. */
class ConfigMistakesTest {

  private final ConfigLoader loader = new ConfigLoader(new FakeModels());

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      storage.root=''                   | expected a folder or a URI such as hdfs://HOST:PORT/FOLDER
      storage.root=hdfs://a b/c         | expected a folder or a URI such as hdfs://HOST:PORT/FOLDER
      data.name=../x                    | expected 1 to 100 letters, digits, '.', '_' or '-', the first a letter or digit
      data.format=mnist                 | expected auto, idx, folders, outer-folders, inner-folders, kaggle or labelled
      data.split=hsah                   | expected source, hash or the path of a .tsv or .csv file
      data.validation-percent=51        | expected a number from 0 to 50 (percent)
      data.test-percent=-1              | expected a number from 0 to 90 (percent)
      data.limit=-1                     | expected a whole number of at least 0
      data.limit=1.5                    | expected a whole number of at least 0
      data.seed=x                       | expected a whole number of 64 bits
      data.shape.height=0               | expected a whole number from 1 to 4096
      data.shape.width=4097             | expected a whole number from 1 to 4096
      data.shape.channels=2             | expected 1 (grey) or 3 (red, green, blue)
      data.resize=zoom                  | expected fit, crop, stretch or pad
      data.classes=cat                  | expected a list of at least 2 different names, or [] to take the source's
      data.classes=cat,cat              | expected a list of at least 2 different names, or [] to take the source's
      data.classes=[cat                 | expected a list such as cat,dog or ["cat", "dog"]
      data.quarantine.max-percent=101   | expected a number from 0 to 100 (percent)
      data.quarantine.max-class-percent=x | expected a number from 0 to 100 (percent)
      data.max-megapixels=0             | expected a whole number from 1 to 2000
      data.exclude=bad.txt              | expected the path of a .csv or .tsv file, or nothing
      data.relabel=labels               | expected the path of a .csv or .tsv file, or nothing
      registry.export=[pmml]            | expected [onnx], or [] for none
      tracking.mlflow.uri=mlflow:5000   | expected an http:// or https:// URL without user and password, or "" for none
      tracking.mlflow.experiment=''     | expected an experiment's name
      tracking.tensorboard=hdfs://a b/c | expected a folder or a URI such as hdfs://HOST:PORT/FOLDER, or "" for none
      tracking.openlineage.url=marquez  | expected an http:// or https:// URL without user and password, or "" for none
      tracking.openlineage.namespace='' | expected a namespace
      tune.trials=1                     | expected a whole number from 2 to 10000
      tune.minutes=0                    | expected a whole number from 1 to 100000
      tune.reduction=1                  | expected a whole number from 2 to 100
      tune.least-epochs=0               | expected a whole number from 1 to 100000
      tune.seed=x                       | expected a whole number of 64 bits
      train.folds=1                     | expected 0 (none) or a whole number from 2 to 100
      model.name=lenet6                 | expected anysize, catwalk-resnet or lenet5
      model.freeze-until=conv2          | expected model.from (--from) beside it
      model.classes=1                   | expected a whole number from 2 to 100000, or 0 to take it from the dataset
      train.workers=0                   | expected a whole number from 1 to 10000
      train.averaging-frequency=0       | expected a whole number from 1 to 1000000
      train.minibatch=65537             | expected a whole number from 1 to 65536
      train.epochs=0                    | expected a whole number from 1 to 100000
      train.epochs=99999999999999999999 | expected a whole number from 1 to 100000
      train.seed=1e99                   | expected a whole number of 64 bits
      train.updater=adamax              | expected sgd, nesterovs, adam, adamw or rmsprop
      train.updater=adamw               | expected train.weight-decay above 0 (0.01 is common) for adamw, which is adam without it
      train.schedule.kind=cosinus       | expected constant, step, exponential, polynomial, cosine, warm-up, one-cycle or plateau
      train.schedule.kind=warm-up       | expected train.schedule.warm-up of at least 1 for a warm-up
      train.schedule.by=round           | expected auto, epoch or iteration
      train.schedule.warm-up=-1         | expected a whole number from 0 to 100000000
      train.schedule.every=0            | expected a whole number from 1 to 100000000
      train.schedule.factor=1           | expected a number above 0 and below 1
      train.schedule.power=0            | expected a number above 0 and at most 100
      train.schedule.floor=1            | expected a number from 0 to below 1
      train.schedule.rise=0             | expected a number above 0 and below 1
      train.schedule.patience=0         | expected a whole number from 1 to 100000
      train.normalise=zscore            | expected standard or unit
      train.early-stopping.metric=recall | expected accuracy, loss or f1
      train.early-stopping.patience=-1  | expected a whole number from 0 to 100000
      train.early-stopping.minimum-improvement=-1 | expected a number from 0 to 100
      train.balance=both                | expected none, weights or sampling
      train.augment.crop=0              | expected a number from 0.01 to 1 (off)
      train.augment.aspect=0.5          | expected a number from 1 to 10
      train.augment.flip=left           | expected true or false
      train.augment.rotation=181        | expected a number from 0 to 180 (degrees)
      train.augment.shift=-1            | expected a whole number from 0 to 4096
      train.augment.shift=32            | expected a shift of fewer pixels than the image's shorter side, which is 32
      train.augment.padding=white       | expected black or edge
      train.augment.brightness=1.5      | expected a number from 0 to 1
      train.augment.contrast=-1         | expected a number from 0 to 1
      train.augment.erasing=2           | expected a number from 0 to 1
      train.augment.erasing-area=1      | expected a number above 0 and below 1
      train.augment.mixup=2             | expected a number from 0 to 1
      train.augment.cutmix=1.5          | expected a number from 0 to 1
      train.augment.trivial=wide        | expected true or false
      train.augment.zoom=2              | unknown key; catwalk config prints all keys
      train.weight-decay=-0.1           | expected a number from 0 to 10
      train.label-smoothing=1           | expected a number from 0 to below 1
      train.clip-norm=-1                | expected a number from 0 (off) to 1000000
      train.clip-value=-1               | expected a number from 0 (off) to 1000000
      train.learning-rate=0             | expected a number above 0 and at most 100
      train.learning-rate=fast          | expected a number above 0 and at most 100
      train.momentum=1                  | expected a number from 0 to below 1
      train.master=mine                 | expected resident or stock
      train.schedule.restarts=-1        | expected a whole number from 0 to 1000
      train.schedule.growth=0.5         | expected a number from 1 to 10
      train.ema.decay=1                 | expected a number from 0 to below 1
      train.teacher.weight=1.5          | expected a number from 0 to 1
      train.teacher.temperature=0.5     | expected a number from 1 to 100
      evaluate.minibatch=0              | expected a whole number from 1 to 65536
      evaluate.test-time-flip=twice     | expected true or false
      evaluate.calibration-bins=1       | expected a whole number from 2 to 100
      cluster.master=spark:/host        | expected local, local[N], local[*], local-cluster[WORKERS,CORES,MEGABYTES], spark://HOST:PORT, yarn or k8s://URL; Spark Connect (sc://) is not enough, since it runs no RDDs
      cluster.master=sc://host:15002    | expected local, local[N], local[*], local-cluster[WORKERS,CORES,MEGABYTES], spark://HOST:PORT, yarn or k8s://URL; Spark Connect (sc://) is not enough, since it runs no RDDs
      cluster.log-level=LOUD            | expected ERROR, WARN, INFO or DEBUG
      cluster.spark.master=yarn         | set cluster.master (or --master) instead
      train.epoch=3                     | unknown key; did you mean train.epochs?
      epochs=3                          | unknown key; did you mean train.epochs?
      data.epochs=3                     | unknown key; did you mean train.epochs?
      train.learningRate=3              | unknown key; did you mean train.learning-rate?
      train.learning_rate=3             | unknown key; did you mean train.learning-rate?
      zebra=3                           | unknown key; catwalk config prints all keys
      train=3                           | a section, not a value; its keys are train.accelerator, train.augment.aspect, train.augment.brightness, train.augment.contrast, train.augment.crop, train.augment.cutmix, train.augment.erasing, train.augment.erasing-area, train.augment.flip, train.augment.mixup, train.augment.padding, train.augment.rotation, train.augment.shift, train.augment.trivial, train.averaging-frequency, train.averaging.compression, train.averaging.first-frequency, train.averaging.parameters, train.averaging.storage, train.averaging.updater, train.balance, train.checkpoint.every-epochs, train.checkpoint.every-rounds, train.checkpoint.keep, train.clip-norm, train.clip-value, train.early-stopping.metric, train.early-stopping.minimum-improvement, train.early-stopping.patience, train.ema.decay, train.epochs, train.folds, train.gpu-wait, train.label-smoothing, train.layers, train.learning-rate, train.master, train.minibatch, train.momentum, train.normalise, train.outer, train.outer-learning-rate, train.outer-momentum, train.precision, train.schedule.by, train.schedule.every, train.schedule.factor, train.schedule.floor, train.schedule.growth, train.schedule.kind, train.schedule.patience, train.schedule.power, train.schedule.restarts, train.schedule.rise, train.schedule.warm-up, train.seed, train.teacher.from, train.teacher.temperature, train.teacher.weight, train.updater, train.weight-decay, train.workers
      train.averaging.updater=maybe     | expected true or false
      train.epochs                      | expected KEY=VALUE
      """)
  void onTheCommandLine(String text, String allowed) {
    assertThat(mistakes(null, text.replace("''", "")))
        .containsExactly("--set " + text.replace("''", "") + ": " + allowed);
  }

  @Test
  void credentialsInAnAddressAreRefusedAndHidden() {
    assertThat(mistakes(null, "tracking.mlflow.uri=http://me:hunter2@mlflow"))
        .containsExactly(
            "--set tracking.mlflow.uri=http://(hidden)@mlflow: expected an http:// or https:// URL without user and password, or \"\" for none");
  }

  @Test
  void everyMistakeOfAFileIsToldAtOnceInItsOrder() throws IOException {
    Path file =
        write(
            """
            train {
              epochs = 0
              learning-rat = 0.1
              updater = [adam]
              seed = null
            }
            data.classes = "cat"
            data.shape { height = big }
            trian { epochs = 3 }
            model = lenet5
            cluster.spark.executor { cores = [1] }
            """);

    assertThat(mistakes(file.toString(), "train.workers=0", "x=1"))
        .containsExactly(
            file + ":2: train.epochs = 0: expected a whole number from 1 to 100000",
            file + ":3: train.learning-rat = 0.1: unknown key; did you mean train.learning-rate?",
            file + ":4: train.updater = [adam]: expected sgd, nesterovs, adam, adamw or rmsprop",
            file + ":5: train.seed = null: expected a whole number of 64 bits",
            file
                + ":7: data.classes = cat: expected a list of at least 2 different names, or [] to take the source's",
            file + ":8: data.shape.height = big: expected a whole number from 1 to 4096",
            file + ":9: trian.epochs = 3: unknown key; did you mean train.epochs?",
            file
                + ":10: model = lenet5: a section, not a value; its keys are model.classes, model.freeze-until, model.from, model.layers, model.name",
            file
                + ":11: cluster.spark.\"executor.cores\" = [1]: expected the text of Spark's setting spark.executor.cores",
            "--set x=1: unknown key; catwalk config prints all keys",
            "--set train.workers=0: expected a whole number from 1 to 10000");
  }

  @Test
  void aSystemPropertyIsShownAsGiven() {
    assertThat(mistakes(new ConfigSources(Map.of("train.epochs", "0"), List.of(), false)))
        .containsExactly("-Dtrain.epochs=0: expected a whole number from 1 to 100000");
  }

  @Test
  void textThatIsNotHocon() throws IOException {
    Path file = write("train {\n  epochs = 3\n");

    assertThat(mistakes(file.toString(), "train.workers=0"))
        .containsExactly(
            file + ":3: the text ends where a { or [ is still open",
            "--set train.workers=0: expected a whole number from 1 to 10000");
  }

  @Test
  void textThatIsNotHoconElsewhere() throws IOException {
    Path file = write("train.epochs = 3\ntrain.workers == 3\n");

    assertThat(mistakes(file.toString()))
        .singleElement()
        .asString()
        .startsWith(file + ":2: ")
        .doesNotContain("Exception");
  }

  @Test
  void aReferenceToNothing() throws IOException {
    Path file = write("\ndata.name = ${dataset}\n");

    assertThat(mistakes(file.toString()))
        .containsExactly(file + ":2: Could not resolve substitution to a value: ${dataset}");
  }

  @Test
  void aFileThatIsNotThere() {
    assertThat(mistakes("nowhere.conf"))
        .containsExactly(
            "--config nowhere.conf: no such file, and no packed experiment (packed are lenet-cats-vs-dogs, lenet-fashion-mnist, resnet-fashion-mnist, retrain-cats-vs-dogs, retrain-fashion-mnist)");
    assertThat(mistakes("elsewhere/lenet-fashion-mnist.conf"))
        .containsExactly(
            "--config elsewhere/lenet-fashion-mnist.conf: no such file; the packed one is --config lenet-fashion-mnist");
    assertThat(mistakes(folder.toString()))
        .containsExactly("--config " + folder + ": a folder, expected a HOCON file");
  }

  @Test
  void aFileThatIsNotThereDoesNotMakeItsKeysLookForgotten() {
    assertThat(mistakes(new ConfigSources(Map.of(), List.of(), true).of("nowhere"))).hasSize(1);
  }

  @Test
  void imagesThatNobodyNamed() {
    assertThat(mistakes(new ConfigSources(Map.of(), List.of(), true)))
        .containsExactly(
            "data.source: not set; expected the folder, archive or glob of the images"
                + " (--set data.source=PATH, or in the file that --config names)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      train.schedule.kind=one-cycle | train.schedule.warm-up=3   | expected 0, since one-cycle rises by itself (train.schedule.rise)
      train.schedule.by=epoch       | train.schedule.warm-up=5   | expected a warm-up of fewer epochs than train.epochs, which is 5
      train.schedule.kind=step      | train.schedule.restarts=2  | expected train.schedule.kind = cosine, which alone restarts
      train.schedule.kind=plateau   | train.schedule.by=iteration | expected epoch or auto for a plateau
      train.early-stopping.patience=2 | data.validation-percent=0 | early stopping and plateaus look at the validation split; expected data.validation-percent above 0
      train.master=stock            | train.schedule.kind=plateau | train.master = stock cannot do this; expected train.master = resident
      train.master=stock            | train.label-smoothing=0.1  | train.master = stock cannot do this; expected train.master = resident
      train.master=stock            | train.balance=sampling     | train.master = stock cannot do this; expected train.master = resident
      train.master=stock            | train.layers=engine        | train.master = stock cannot do this; expected train.master = resident
      train.layers=stock            | train.accelerator=gpu      | expected train.layers = engine with train.accelerator = gpu; stock ones compute on CPUs
      train.layers=stock            | train.balance=weights      | stock layers cannot weigh soft targets; expected train.layers = engine
      train.master=stock            | train.augment.flip=true    | train.master = stock cannot do this; expected train.master = resident
      train.master=stock            | train.augment.mixup=0.2    | train.master = stock cannot do this; expected train.master = resident
      train.master=stock            | train.augment.cutmix=1     | train.master = stock cannot do this; expected train.master = resident
      train.master=stock            | train.augment.trivial=true | train.master = stock cannot do this; expected train.master = resident
      train.master=stock            | train.clip-norm=1          | train.master = stock cannot do this; expected train.master = resident
      train.master=stock            | train.clip-value=1         | train.master = stock cannot do this; expected train.master = resident
      """)
  void featuresThatDoNotGoTogether(String one, String blamed, String expected) {
    assertThat(mistakes(null, one, blamed)).containsExactly("--set " + blamed + ": " + expected);
  }

  @Test
  void splitsThatLeaveNothingToTrainOn() throws IOException {
    Path file = write("data.test-percent = 70\ndata.validation-percent = 30");

    assertThat(mistakes(file.toString()))
        .containsExactly(
            file
                + ":1: data.test-percent = 70: expected data.validation-percent + data.test-percent below 100, found 100.0");
  }

  @Test
  void layersThatAreNone() throws IOException {
    Path file =
        write(
            """
            model {
              name = lenet5
              layers = [
                { conv { filter = 8, kernel = 3 } }
                { convolution { filters = 8, kernel = 3 } }
                { dropout { rate = 1 } }
                { norm { activation = mish } }
                { conv { filters = 0, kernel = 1.5, bias = perhaps } }
                pool
                { pool { kernel = 2 }, norm {} }
                { global-pool { kernel = 2 } }
              ]
            }
            """);

    assertThat(mistakes(file.toString()))
        .containsExactly(
            file
                + ":2: model.name = lenet5: expected another name beside model.layers; that network has layers",
            file
                + ":4: model.layers[0].conv = filter=8,kernel=3: expected filters, a whole number from 1 to 65536",
            file
                + ":4: model.layers[0].conv.filter = 8: unknown option; known are filters, kernel, stride, padding, bias, activation",
            file
                + ":5: model.layers[1] = convolution{filters=8,kernel=3}: unknown layer convolution; known are conv, pool, norm, activation, dropout, dense, global-pool, residual",
            file + ":6: model.layers[2].dropout.rate = 1: expected a number from 0 to below 1",
            file
                + ":7: model.layers[3].norm.activation = mish: expected one of identity, relu, leaky-relu, elu, tanh, scaled-tanh, sigmoid, gelu, swish",
            file + ":8: model.layers[4].conv.filters = 0: expected a whole number from 1 to 65536",
            file + ":8: model.layers[4].conv.kernel = 1.5: expected a whole number from 1 to 4096",
            file + ":8: model.layers[4].conv.bias = perhaps: expected true or false",
            file
                + ":9: model.layers[5] = pool: expected one layer, such as { conv { filters = 32, kernel = 3 } }",
            file
                + ":10: model.layers[6] = norm{},pool{kernel=2}: expected one layer, such as { conv { filters = 32, kernel = 3 } }",
            file + ":11: model.layers[7].global-pool.kernel = 2: unknown option; it has none");
  }

  @Test
  void residualBlocksThatAreNone() throws IOException {
    Path file =
        write(
            """
            model.layers = [
              { residual { layers = [{ conv { filters = 0, kernel = 3 } }, { dense { units = 3 } }] } }
              { residual { shortcut = conv } }
              { residual { layers = [] } }
              { residual { layers = [{ norm {} }], shortcut = conv } }
              { residual { layers = [{ residual { layers = [{ norm {} }] } }], shortcut = sum } }
              { pool { kernel = 2, padding = 2 } }
            ]
            """);

    assertThat(mistakes(file.toString()))
        .containsExactly(
            file
                + ":2: model.layers[0].residual.layers[0].conv.filters = 0: expected a whole number from 1 to 65536",
            file
                + ":2: model.layers[0].residual.layers[1] = dense{units=3}: unknown layer dense; known are conv, pool, norm, activation, dropout",
            file
                + ":3: model.layers[1].residual = shortcut=conv: expected layers, a list of at least one layer",
            file
                + ":4: model.layers[2].residual.layers = []: expected layers, a list of at least one layer",
            file
                + ":5: model.layers[3].residual.shortcut = conv: expected identity where there is no conv among layers",
            file
                + ":6: model.layers[4].residual.layers[0] = residual{layers=[{norm{}}]}: unknown layer residual; known are conv, pool, norm, activation, dropout",
            file
                + ":6: model.layers[4].residual.shortcut = sum: expected one of identity, conv, average-conv",
            file + ":7: model.layers[5].pool.padding = 2: expected a whole number from 0 to 1");
    assertThat(
            mistakes(
                null,
                "model.layers=[{ residual { layers = [{ conv { filters = 4, kernel = 3 } }] } }]"))
        .singleElement()
        .asString()
        .endsWith(
            "does not fit images of 1@32×32: its layers make 4@30×30 of the 1@32×32 that come in, its shortcut 1@32×32; shortcut = conv makes what they make");
  }

  @Test
  void theFirstLayerThatDoesNotFitTheImages() throws IOException {
    Path file =
        write(
            """
            data.shape { height = 20, width = 24 }
            model.layers = [
              { conv { filters = 8, kernel = 3 } }
              { pool { kernel = 4 } }
              { conv { filters = 8, kernel = 5 } }
              { pool { kernel = 9 } }
            ]
            """);

    assertThat(mistakes(file.toString()))
        .containsExactly(
            file
                + ":5: model.layers[2] = conv{filters=8,kernel=5}: does not fit images of 1@20×24: its 5×5 kernel does not fit into the 8@4×5 that come in");
    assertThat(mistakes(null, "model.layers=[{ dense { units = 3 } }, { pool { kernel = 2 } }]"))
        .containsExactly(
            "--set model.layers=[{ dense { units = 3 } }, { pool { kernel = 2 } }]: model.layers[1] = pool{kernel=2}: does not fit images of 1@32×32: pooling expected feature maps, found the 3 values of a flat layer");
  }

  @Test
  void classesThatDoNotAddUp() throws IOException {
    Path file = write("data.classes = [a, b, c]\nmodel.classes = 2");

    assertThat(mistakes(file.toString()))
        .containsExactly(
            file + ":2: model.classes = 2: expected 0 or the number of data.classes, which is 3");
  }

  @Test
  void imagesThatTheNetworkCannotTake() throws IOException {
    Path file = write("model.name = lenet5\ndata.shape.width = 28");

    assertThat(mistakes(file.toString()))
        .containsExactly(
            file
                + ":2: data.shape.width = 28: lenet5 cannot take images of 1@32×28: expected 32×32");
    assertThat(mistakes(null, "data.shape.height=28"))
        .containsExactly(
            "--set data.shape.height=28: lenet5 cannot take images of 1@28×32: expected 32×32");
  }

  private List<String> mistakes(String experiment, String... overrides) {
    ConfigSources sources =
        new ConfigSources(
            Map.of(),
            Arrays.stream(overrides).map(o -> ConfigOverride.assignment("--set", o)).toList(),
            false);
    return mistakes(experiment == null ? sources : sources.of(experiment));
  }

  private List<String> mistakes(ConfigSources sources) {
    CatwalkException thrown =
        catchThrowableOfType(CatwalkException.class, () -> loader.load(sources));
    assertThat(thrown).as("nothing was found wrong").isNotNull();
    assertThat(thrown.exitCode()).isEqualTo(ExitCode.USAGE);
    return thrown.getMessage().lines().toList();
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("mine.conf"), text);
  }
}
