package io.catwalk.pipeline.fuzz;

/** What Jazzer calls: the reader whose name is in a system property. */
public final class JazzerTarget {

  static final String PROPERTY = "catwalk.fuzz.target";

  private static final FuzzTarget TARGET = target(System.getProperty(PROPERTY));

  private JazzerTarget() {}

  private static FuzzTarget target(String reader) {
    return Readers.all().stream()
        .filter(target -> target.name().equals(reader))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no reader " + reader));
  }

  /**
   * Called before any input: making the sound files and instrumenting what that takes may last a
   * minute, which is no input's time.
   */
  public static void fuzzerInitialize() throws Exception {
    for (byte[] seed : TARGET.seeds()) {
      TARGET.read(seed);
    }
  }

  public static void fuzzerTestOneInput(byte[] bytes) throws Exception {
    TARGET.read(bytes);
  }
}
