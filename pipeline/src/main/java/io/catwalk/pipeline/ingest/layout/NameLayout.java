package io.catwalk.pipeline.ingest.layout;

import io.catwalk.pipeline.config.DatasetConfig.SourceFormat;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.ingest.layout.Reading.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Classes stand in file names, before the first dot: {@code cat.12.jpg}. */
final class NameLayout {

  private final List<Span> spans;
  private final boolean trains;

  /**
   * @param spans of all images
   */
  NameLayout(List<Span> spans) {
    this.spans = List.copyOf(spans);
    this.trains =
        spans.stream()
            .map(Span::image)
            .anyMatch(i -> i.split().equals(Optional.of(Split.TRAIN)) && i.named().isPresent());
  }

  /** Empty for a name of another kind. */
  static Optional<Label> label(ImagePath image) {
    Optional<Split> split = image.splitAbove(image.folders().size());
    return image.named().map(name -> new Label(Optional.of(name), split, ""));
  }

  /**
   * Whether the image lies in a part that only tests and whose names say no class, beside training
   * images whose names do.
   */
  boolean unlabelled(Span span) {
    boolean tests =
        span.image().inSplit()
            ? span.image().split().equals(Optional.of(Split.TEST))
            : span.testLike();
    return tests && span.image().named().isEmpty() && trains;
  }

  boolean fits() {
    return unfitting().isEmpty();
  }

  /** The first image that says no class where it should. */
  Optional<ImagePath> unfitting() {
    return spans.stream()
        .filter(span -> span.image().named().isEmpty() && !unlabelled(span))
        .map(Span::image)
        .findFirst();
  }

  TreeSet<String> classes() {
    return spans.stream()
        .flatMap(span -> span.image().named().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  Reading read() {
    List<Label> labels = new ArrayList<>();
    for (Span span : spans) {
      labels.add(label(span.image()).orElseGet(() -> Label.unlabelled(span.image())));
    }
    return new Reading(SourceFormat.KAGGLE, labels, List.of());
  }
}
