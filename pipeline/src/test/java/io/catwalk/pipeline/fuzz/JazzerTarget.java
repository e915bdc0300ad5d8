package io.catwalk.pipeline.fuzz;

/** What Jazzer calls: the reader that a system property names, {@code CLASS#NAME}. */
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

  public static void fuzzerTestOneInput(byte[] bytes) throws Exception {
    TARGET.read(bytes);
  }
}
