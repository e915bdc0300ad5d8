package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.config.DatasetConfig.SourceFormat;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.ingest.entry.Located;
import io.catwalk.pipeline.ingest.layout.ImageNames;
import io.catwalk.pipeline.ingest.layout.Reading;
import io.catwalk.pipeline.ingest.layout.Reading.Label;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Classes that containers give their entries: a column of a table, or a file beside each image.
 *
 * @param configured names of classes in label order; empty where nobody says which there are.
 *     Labels that are numbers stand for these names, unless they are such names themselves
 */
record EntryLabels(List<String> configured) {

  /** Numbers by their value, before all names. */
  static final Comparator<String> ORDER =
      Comparator.comparingInt(
              (String label) ->
                  EntryLabels.NUMBER.matcher(label).matches()
                      ? Integer.parseInt(label)
                      : Integer.MAX_VALUE)
          .thenComparing(Comparator.naturalOrder());

  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  /**
   * The first word of a file's or folder's name: {@code train-00000-of-00002}, {@code split=test}.
   */
  private static final Pattern WORD = Pattern.compile("[-_.#=]");

  Reading read(List<Located> images) {
    boolean numbers =
        !configured.isEmpty()
            && images.stream()
                .map(Located::label)
                .allMatch(label -> label.isEmpty() || isNumberOfClass(label));
    // Most are equal to one before.
    Map<Label, Label> same = new HashMap<>();
    return new Reading(
        SourceFormat.LABELLED,
        images.stream()
            .map(image -> label(image, numbers))
            .map(label -> same.computeIfAbsent(label, first -> first))
            .toList(),
        List.of());
  }

  private boolean isNumberOfClass(String label) {
    return NUMBER.matcher(label).matches()
        && Integer.parseInt(label) < configured.size()
        && !configured.contains(label);
  }

  private Label label(Located image, boolean numbers) {
    String path = image.entry().path();
    String label =
        numbers && !image.label().isEmpty()
            ? configured.get(Integer.parseInt(image.label()))
            : image.label();
    return new Label(
        Optional.of(label).filter(name -> !name.isEmpty()),
        split(path),
        path.substring(0, Math.max(0, path.lastIndexOf('/'))));
  }

  /** Of the outermost folder, or else of the file, that names one. */
  private static Optional<Split> split(String path) {
    for (String name : path.split("/")) {
      String[] words = WORD.split(name);
      Optional<Split> split =
          words.length == 0
              ? Optional.empty()
              : ImageNames.split(
                  words[0].equals("split") && words.length > 1 ? words[1] : words[0]);
      if (split.isPresent()) {
        return split;
      }
    }
    return Optional.empty();
  }
}
