package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ingest.entry.Container;
import io.catwalk.pipeline.ingest.entry.Located;
import io.catwalk.pipeline.ingest.table.ImageTable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which containers of a source say the classes of their images.
 *
 * @param counts of each container's images
 */
record ContainerLabels(Map<Container, Counts> counts) {

  private static final String COLUMNS =
      ImageTable.LABELS.get(0)
          + " (or "
          + String.join(", ", ImageTable.LABELS.subList(1, ImageTable.LABELS.size()))
          + ")";

  /**
   * @param path of one of the images
   * @param labelled that have a class
   * @param numbered of these, those whose class is a number of which nobody tells the name
   */
  record Counts(String path, long images, long labelled, long numbered) {

    private Counts with(Located image) {
      boolean has = !image.label().isEmpty();
      boolean number = has && image.container().numbersClasses();
      return new Counts(path, images + 1, labelled + (has ? 1 : 0), numbered + (number ? 1 : 0));
    }
  }

  static ContainerLabels of(List<Located> images) {
    Map<Container, Counts> counts = new HashMap<>();
    for (Located image : images) {
      counts.merge(
          image.container(),
          new Counts(image.entry().path(), 0, 0, 0).with(image),
          (all, one) -> all.with(image));
    }
    return new ContainerLabels(counts);
  }

  boolean any() {
    return counts.values().stream().anyMatch(each -> each.labelled > 0);
  }

  void requireAny(String source) {
    if (!any()) {
      throw CatwalkException.data(
          source
              + ": data.format = labelled, and no table has a column "
              + COLUMNS
              + " and no tar a file .cls beside its images");
    }
    boolean names =
        counts.values().stream().anyMatch(each -> each.labelled > 0 && each.numbered == 0);
    Optional<Counts> numbers =
        counts.values().stream()
            .filter(each -> each.labelled > 0 && each.numbered == each.labelled)
            .findFirst();
    if (names && numbers.isPresent()) {
      throw CatwalkException.data(
          source
              + ": some tables or tars name their classes and others number them, such as that of "
              + numbers.get().path
              + "; expected one of both in all");
    }
  }

  /** A row of a table lies in no folder that could be its class. */
  void requireClassesOfTables(String source) {
    if (any()) {
      // Its rows are left out and counted, as others without a class are.
      return;
    }
    counts.forEach(
        (container, each) -> {
          if (container.holdsImagesAlone()) {
            throw CatwalkException.data(
                String.format(
                    Locale.ROOT,
                    "%s: the table of %s says no classes; expected a column %s, or a folder label=NAME for each class",
                    source,
                    each.path,
                    COLUMNS));
          }
        });
  }

  /** Beside them, images whose folders or names may say other classes. */
  void refuseOthers(String source) {
    long others =
        counts.entrySet().stream()
            .filter(each -> each.getValue().labelled == 0)
            // Rows without a class are counted, and what cannot be read is told.
            .filter(each -> !each.getKey().holdsImagesAlone())
            .filter(each -> !(each.getKey() instanceof Unreadable))
            .mapToLong(each -> each.getValue().images)
            .sum();
    if (others > 0) {
      long labelled = counts.values().stream().mapToLong(Counts::labelled).sum();
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "%s can be read in two ways: %,d images whose table or tar says their class (data.format = labelled), and %,d beside them whose folders or names may (data.format = folders or kaggle)",
              source,
              labelled,
              others));
    }
  }
}
