package io.catwalk.pipeline.ingest.entry;

import io.catwalk.pipeline.dataset.Split;
import java.io.Serializable;
import java.util.Map;

/**
 * An image as the listing knows it, before it is read.
 *
 * @param container what holds it
 * @param entry its place therein
 * @param label index of its class, or -1 where it is not known
 * @param split the part that the source or a table puts it in; null where neither does
 * @param attributes what a table says of it besides, name → value
 */
public record SourceImage(
    Container container, SourceEntry entry, int label, Split split, Map<String, String> attributes)
    implements Serializable {

  public SourceImage(Container container, SourceEntry entry, int label, Split split) {
    this(container, entry, label, split, Map.of());
  }

  /** As a table has it. */
  public SourceImage in(Split newSplit, Map<String, String> itsAttributes) {
    return new SourceImage(container, entry, label, newSplit, itsAttributes);
  }

  /** Of another class. */
  public SourceImage labelled(int newLabel) {
    return newLabel == label
        ? this
        : new SourceImage(container, entry, newLabel, split, attributes);
  }

  public String path() {
    return entry.path();
  }
}
