package io.catwalk.pipeline.ingest.layout;

import io.catwalk.pipeline.config.DatasetConfig.SourceFormat;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.ingest.layout.Reading.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Classes are the folders of the configured names. */
final class ConfiguredFolders {

  private final List<Span> spans;
  private final Set<String> classes;
  private final boolean trains;

  /**
   * @param spans of all images
   * @param classes the configured names, in any order
   */
  ConfiguredFolders(List<Span> spans, List<String> classes) {
    this.spans = List.copyOf(spans);
    this.classes = Set.copyOf(classes);
    this.trains =
        spans.stream()
            .map(Span::image)
            .anyMatch(
                i -> i.split().equals(Optional.of(Split.TRAIN)) && classFolder(i).isPresent());
  }

  /** Index of the nearest folder that is a class. */
  private Optional<Integer> classFolder(ImagePath image) {
    for (int i = image.folders().size() - 1; i >= 0; i--) {
      if (classes.contains(image.folders().get(i))) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  private Label label(ImagePath image, int at) {
    Optional<Split> split = image.splitAbove(at);
    return new Label(
        Optional.of(image.folders().get(at)),
        split.isPresent() ? split : image.splitBelow(at),
        image.folderPath(at));
  }

  /** The first image that has none of the classes where it should. */
  Optional<ImagePath> unfitting() {
    return spans.stream()
        .filter(span -> classFolder(span.image()).isEmpty() && !unlabelled(span))
        .map(Span::image)
        .findFirst();
  }

  private boolean unlabelled(Span span) {
    boolean tests =
        span.image().inSplit()
            ? span.isEmpty() && span.image().split().equals(Optional.of(Split.TEST))
            : span.testLike();
    return tests && trains;
  }

  Reading read() {
    List<Label> labels = new ArrayList<>();
    for (Span span : spans) {
      ImagePath image = span.image();
      labels.add(
          classFolder(image).map(at -> label(image, at)).orElseGet(() -> Label.unlabelled(image)));
    }
    return new Reading(SourceFormat.FOLDERS, labels, List.of());
  }
}
