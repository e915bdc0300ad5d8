package io.catwalk.pipeline.archive;

import java.util.Arrays;
import java.util.Optional;

/** What a {@code model.zip} may hold; whatever else lies in one makes it refused. */
public enum Entry {
  /** The network's layers, as Deeplearning4j writes them. */
  CONFIGURATION("configuration.json"),
  /** Its parameters. */
  PARAMETERS("coefficients.bin"),
  /** What the updater remembers; absent where it remembers nothing. */
  UPDATER("updaterState.bin"),
  /** What Catwalk says of the model. */
  CARD("catwalk.json");

  private final String path;

  Entry(String path) {
    this.path = path;
  }

  /** Its name in the archive. */
  public String path() {
    return path;
  }

  static Optional<Entry> of(String path) {
    return Arrays.stream(values()).filter(entry -> entry.path.equals(path)).findFirst();
  }
}
