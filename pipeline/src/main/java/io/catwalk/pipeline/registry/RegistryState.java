package io.catwalk.pipeline.registry;

/**
 * How a registry stands after a line of its audit log; each line carries it, so that the last one
 * tells all.
 *
 * @param champion null while there is none
 * @param last number of the newest version that was ever stored
 * @param lease who works on it; null when nobody does
 * @param judged what was judged last, in the words of the one who did: the same need not be judged
 *     again; null while nothing was
 */
public record RegistryState(Holder champion, int last, LeaseClaim lease, String judged) {

  static final RegistryState EMPTY = new RegistryState(null, 0, null, null);

  /**
   * @param version that is the champion
   * @param since ISO-8601, UTC
   * @param line of the audit log that made it so
   */
  public record Holder(String version, String since, long line) {}

  /** The champion's version; null while there is none. */
  public String championVersion() {
    return champion == null ? null : champion.version();
  }

  RegistryState withChampion(String version, String since, long line) {
    return new RegistryState(new Holder(version, since, line), last, lease, judged);
  }

  RegistryState withLast(int number) {
    return new RegistryState(champion, Math.max(last, number), lease, judged);
  }

  RegistryState withLease(LeaseClaim claim) {
    return new RegistryState(champion, last, claim, judged);
  }

  RegistryState withJudged(String what) {
    return new RegistryState(champion, last, lease, what);
  }
}
