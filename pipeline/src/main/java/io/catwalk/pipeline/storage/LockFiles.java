package io.catwalk.pipeline.storage;

import io.catwalk.pipeline.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of a {@link StorageLock}, beside what is locked: {@code NAME.lock-00000001} is a claim,
 * the highest number holds the lock, {@code NAME.beat-ID} is a holder's {@link Heartbeat}.
 */
final class LockFiles {

  private final ArtifactStore store;
  private final String path;
  private final String parent;
  private final Pattern claims;
  private final Pattern beats;

  /**
   * @param path of what is locked
   */
  LockFiles(ArtifactStore store, String path) {
    this.store = store;
    this.path = path;
    this.parent = path.substring(0, path.lastIndexOf('/') + 1);
    String name = Pattern.quote(path.substring(parent.length()));
    this.claims = Pattern.compile(name + "\\.lock-(\\d{8,18})");
    this.beats =
        Pattern.compile("\\.?" + name + "\\.beat-[0-9a-f-]{36}(?:\\.[0-9a-f-]{36}\\.tmp)?");
  }

  /**
   * A claim file's content.
   *
   * @param number that its name ends with
   * @param process that claims
   * @param since when, ISO-8601, UTC
   */
  record Claim(long number, ProcessIdentity process, String since) {}

  /** Who holds the lock; empty when nobody does. */
  Optional<Claim> newest() {
    List<Long> numbers = numbers();
    return numbers.isEmpty() ? Optional.empty() : read(numbers.get(numbers.size() - 1));
  }

  /** Empty where there is none of this number. */
  Optional<Claim> read(long number) {
    return store.find(file(number)).map(json -> Json.read(json, Claim.class, uri(number)));
  }

  /**
   * @return false when another claimed this number first
   */
  boolean create(Claim claim) {
    return store.create(file(claim.number()), Json.write(claim));
  }

  void delete(Claim claim) {
    store.delete(file(claim.number()));
  }

  /** Deletes what earlier holders left, what they are writing to the locked folder included. */
  void discardOthers(Claim claim) {
    store.discardUnfinished(path);
    // The lowest first: until the last is gone, the newest claim must be the highest.
    for (long number : numbers()) {
      if (number < claim.number()) {
        store.delete(file(number));
      }
    }
    store.list(parent).stream()
        .filter(file -> beats.matcher(file).matches() && !beat(claim).equals(parent + file))
        .forEach(file -> store.delete(parent + file));
  }

  /** Path of its holder's heartbeat. */
  String beat(Claim claim) {
    return path + ".beat-" + claim.process().id();
  }

  String uri(long number) {
    return store.resolve(file(number)).toString();
  }

  /** Of the claims that are there, ascending. */
  private List<Long> numbers() {
    return store.list(parent).stream()
        .map(claims::matcher)
        .filter(Matcher::matches)
        .map(matcher -> Long.parseLong(matcher.group(1)))
        .sorted()
        .toList();
  }

  private String file(long number) {
    return String.format(Locale.ROOT, "%s.lock-%08d", path, number);
  }
}
