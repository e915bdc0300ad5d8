package io.catwalk.pipeline.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The networks of the textbook and Catwalk's own, each with settings that it learns well with. */
public final class AccuracyRows {

  private static final String FASHION = "lenet-fashion-mnist";
  private static final String PETS = "lenet-cats-vs-dogs";

  private AccuracyRows() {}

  /** All of them, in an order in which each comes after the one that it starts from. */
  public static List<AccuracyRow> all() {
    List<AccuracyRow> rows = new ArrayList<>();
    fashion(rows);
    halves(rows);
    pets(rows);
    return rows;
  }

  private static void fashion(List<AccuracyRow> rows) {
    rows.add(
        row(
            "lenet5",
            "lenet5, Fashion-MNIST",
            FASHION,
            0.912,
            "data.source={fashion}",
            "data.split={whole}",
            "train.epochs=15",
            "train.updater=adamw",
            "train.learning-rate=0.005",
            "train.weight-decay=0.02",
            "train.schedule.kind=one-cycle"));
    rows.add(cnn("fashion-cnn", "fashion-cnn, Fashion-MNIST, 2 workers, 3 seeds", 0.915, 2));
    rows.add(cnn("fashion-cnn-alone", "the same, 1 worker", null, 1));
    rows.add(own("catwalk-small", 0.942));
    rows.add(own("catwalk-resnet", 0.948));
  }

  /** One of Catwalk's own networks, for images that are moved, flipped and erased in part. */
  private static AccuracyRow own(String model, Double atLeast) {
    return row(
        model,
        model + ", Fashion-MNIST",
        FASHION,
        atLeast,
        "data.source={fashion}",
        "data.split={whole}",
        "data.validation-percent=0",
        "model.name=" + model,
        "train.epochs=40",
        "train.averaging-frequency=4",
        "train.updater=adamw",
        "train.learning-rate=0.005",
        "train.weight-decay=0.05",
        "train.schedule.kind=one-cycle",
        "train.label-smoothing=0.1",
        "train.augment.flip=true",
        "train.augment.shift=2",
        "train.augment.erasing=0.25");
  }

  /**
   * A step of all workers together is one of 100 images, whatever their number, so that as many
   * steps are made. Single seeds differ by more than workers do.
   */
  private static AccuracyRow cnn(String name, String what, Double atLeast, int workers) {
    List<String> settings = new ArrayList<>(fashionCnn(workers));
    settings.addAll(
        List.of("data.source={fashion}", "data.split={whole}", "data.name=fashion-mnist-28"));
    return new AccuracyRow(name, what, FASHION, settings, List.of(42L, 1L, 2L), atLeast);
  }

  /** What the network for Fashion-MNIST learns well with, over {@code lenet-fashion-mnist}. */
  static List<String> fashionCnn(int workers) {
    return List.of(
        "data.shape.height=28",
        "data.shape.width=28",
        "model.name=fashion-cnn",
        "train.workers=" + workers,
        "train.epochs=5",
        "train.minibatch=" + 100 / workers,
        "train.averaging-frequency=4",
        "train.updater=adamw",
        "train.learning-rate=0.005",
        "train.weight-decay=0.02",
        "train.schedule.kind=one-cycle");
  }

  /** What was learned from five of the classes, for the other five. */
  private static void halves(List<AccuracyRow> rows) {
    rows.add(
        half(
            "lower-half",
            "lenet5, Fashion-MNIST's classes 0 to 4",
            AccuracyRow.LOWER,
            "train.epochs=5"));
    rows.add(
        half(
            "upper-scratch",
            "lenet5, classes 5 to 9, 1 % of their images, from scratch",
            AccuracyRow.UPPER,
            "data.limit=1000",
            "train.epochs=20"));
    rows.add(
        half(
            "upper-transfer",
            "the same, with the layers up to pool2 of the first half's network",
            AccuracyRow.UPPER,
            "data.limit=1000",
            "train.epochs=20",
            "model.from={run lower-half}",
            "model.freeze-until=pool2",
            "model.classes=5"));
  }

  private static AccuracyRow half(String name, String what, String table, String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "data.source={fashion}",
                "data.name=fashion-mnist-" + table,
                "data.classes=[]",
                "data.split={" + table + "}"));
    settings.addAll(Arrays.asList(more));
    return row(name, what, FASHION, null, settings.toArray(String[]::new));
  }

  private static void pets(List<AccuracyRow> rows) {
    rows.add(
        new AccuracyRow(
            "pets",
            "catwalk-small, cats and dogs, 64×64 in colour, the sealed third, 3 seeds",
            PETS,
            photos("cats-vs-dogs-64", "{sealed}", 300),
            List.of(1L, 2L, 3L),
            0.91));
    rows.add(
        row(
            "pets-lenet5",
            "lenet5, cats and dogs, 32×32 grey, the sealed third",
            PETS,
            null,
            "data.source={photos}",
            "data.split={sealed}"));
    rows.add(grey("pets-scratch", "catwalk-small, cats and dogs, 32×32 grey, from scratch"));
    rows.add(
        grey(
            "pets-transfer",
            "the same, from the network for Fashion-MNIST",
            "model.from={run catwalk-small}"));
    rows.add(
        row(
            "pets-lenet-224",
            "lenet-224, the textbook's 400 photos, its 92 validation photos as test",
            PETS,
            null,
            "data.source={photos}",
            "data.name=cats-vs-dogs-book",
            "data.split={book}",
            "data.validation-percent=0",
            "data.shape.height=224",
            "data.shape.width=224",
            "data.shape.channels=3",
            "model.name=lenet-224",
            "train.epochs=20",
            "train.learning-rate=0.0001"));
    book(rows);
  }

  /** The textbook's 400 photos and its 92, by settings that were chosen on other photos. */
  private static void book(List<AccuracyRow> rows) {
    rows.add(
        new AccuracyRow(
            "book-scratch",
            "catwalk-small, the textbook's 400 photos, its 92 validation photos as test, 64×64",
            PETS,
            photos("cats-vs-dogs-book", "{book}", 150),
            List.of(1L),
            0.75));
    rows.add(
        new AccuracyRow(
            "pets-rest",
            "the same network, all open photos that the textbook's table does not name",
            PETS,
            photos("cats-vs-dogs-rest", "{rest}", 150),
            List.of(1L),
            null));
    List<String> transfer = new ArrayList<>(photos("cats-vs-dogs-book", "{book}", 40));
    transfer.addAll(List.of("model.from={run pets-rest}", "train.learning-rate=0.001"));
    rows.add(
        new AccuracyRow(
            "book-transfer",
            "the textbook's 400 photos and its 92, from the network for the other photos",
            PETS,
            transfer,
            List.of(1L),
            0.80));
  }

  /**
   * What few photos are learned well with. Nothing that enlarges: tests show whole photos.
   *
   * @param split a table
   */
  private static List<String> photos(String name, String split, int epochs) {
    return List.of(
        "data.source={photos}",
        "data.name=" + name,
        "data.split=" + split,
        "data.validation-percent=0",
        "data.shape.height=64",
        "data.shape.width=64",
        "data.shape.channels=3",
        "model.name=catwalk-small",
        "train.epochs=" + epochs,
        "train.updater=adamw",
        "train.learning-rate=0.005",
        "train.weight-decay=0.25",
        "train.schedule.kind=one-cycle",
        "train.label-smoothing=0.1",
        "train.ema.decay=0.98",
        "train.augment.flip=true",
        "train.augment.shift=6",
        "train.augment.rotation=15",
        "train.augment.brightness=0.3",
        "train.augment.contrast=0.3",
        "train.augment.erasing=0.4",
        "train.augment.mixup=0.2",
        "train.augment.padding=edge",
        "evaluate.test-time-flip=true");
  }

  private static AccuracyRow grey(String name, String what, String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "data.source={photos}",
                "data.split={sealed}",
                "model.name=catwalk-small",
                "train.epochs=30",
                "train.updater=adamw",
                "train.learning-rate=0.002",
                "train.weight-decay=0.02",
                "train.schedule.kind=one-cycle",
                "train.augment.flip=true"));
    settings.addAll(Arrays.asList(more));
    return row(name, what, PETS, null, settings.toArray(String[]::new));
  }

  private static AccuracyRow row(
      String name, String what, String experiment, Double atLeast, String... settings) {
    return new AccuracyRow(name, what, experiment, Arrays.asList(settings), List.of(42L), atLeast);
  }
}
