package io.catwalk.pipeline.registry;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.StagedFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The folders of a registry's versions: each appears whole, never changes, and may be deleted. */
final class Versions {

  private static final Pattern NAME = Pattern.compile("v\\d{4,9}");
  private static final String SUCCESS = "_SUCCESS";

  private final ArtifactStore store;
  private final String registry;
  private final String name;

  Versions(ArtifactStore store, String registry, String name) {
    this.store = store;
    this.registry = registry;
    this.name = name;
  }

  /** A version with the checksum of its manifest. */
  record Stored(VersionManifest manifest, String sha256) {}

  static String name(int number) {
    return String.format(Locale.ROOT, "v%04d", number);
  }

  static int number(String version) {
    return Integer.parseInt(version.substring(1));
  }

  /** Those that are there, the oldest first. */
  List<String> names() {
    return store.list(registry).stream().filter(n -> NAME.matcher(n).matches()).toList();
  }

  boolean exists(String version) {
    return NAME.matcher(version).matches() && store.exists(path(version, VersionManifest.FILE));
  }

  /**
   * Stores a version under the first free number.
   *
   * @param after the new number is above this one
   */
  Stored add(int after, VersionManifest.Origin origin, Map<String, byte[]> files, Instant now) {
    int highest = after;
    for (String version : names()) {
      highest = Math.max(highest, number(version));
    }
    while (true) {
      VersionManifest manifest = manifest(name(++highest), origin, files, now);
      byte[] document = Json.write(manifest);
      if (publish(manifest.version(), files, document)) {
        return new Stored(manifest, Sha256.hex(document));
      }
    }
  }

  private VersionManifest manifest(
      String version, VersionManifest.Origin origin, Map<String, byte[]> files, Instant now) {
    TreeMap<String, VersionManifest.FileFacts> facts = new TreeMap<>();
    files.forEach(
        (file, content) ->
            facts.put(file, new VersionManifest.FileFacts(content.length, Sha256.hex(content))));
    return new VersionManifest(
        VersionManifest.SCHEMA_VERSION, name, version, now.toString(), origin, facts);
  }

  private boolean publish(String version, Map<String, byte[]> files, byte[] manifest) {
    try (StagedFolder folder = store.stage(path(version))) {
      files.forEach(folder::write);
      folder.write(VersionManifest.FILE, manifest);
      return folder.publish();
    } catch (CatwalkException e) {
      if (e.exitCode() == ExitCode.USAGE) {
        // One whose lease is lost has just stored its own under this number.
        return false;
      }
      throw e;
    }
  }

  /**
   * @throws CatwalkException (data) when there is no such version
   */
  Stored read(String version) {
    String file = path(version, VersionManifest.FILE);
    if (!exists(version)) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "Model %s has no version %s; it has %s",
              name,
              version,
              names().isEmpty() ? "none" : String.join(", ", names())));
    }
    byte[] document = store.read(file);
    return new Stored(
        Json.read(document, VersionManifest.class, store.resolve(file).toString()),
        Sha256.hex(document));
  }

  /** What is wrong with the files of a version, a sentence each. */
  List<String> problems(VersionManifest manifest) {
    String version = manifest.version();
    List<String> problems = new ArrayList<>();
    TreeSet<String> unknown = new TreeSet<>(store.list(path(version)));
    unknown.removeAll(List.of(SUCCESS, VersionManifest.FILE));
    manifest
        .files()
        .forEach(
            (file, expected) -> {
              if (!unknown.remove(file)) {
                problems.add(
                    String.format(Locale.ROOT, "%s of version %s is missing", file, version));
              } else if (!facts(path(version, file)).equals(expected)) {
                problems.add(
                    String.format(
                        Locale.ROOT,
                        "%s of version %s is not what was stored: its checksum differs (%s)",
                        file,
                        version,
                        store.resolve(path(version, file))));
              }
            });
    unknown.forEach(
        file ->
            problems.add(
                String.format(
                    Locale.ROOT, "%s of version %s does not belong to it", file, version)));
    return problems;
  }

  private VersionManifest.FileFacts facts(String path) {
    try (InputStream in = store.open(path)) {
      return Sha256.facts(in);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + store.resolve(path), e);
    }
  }

  void delete(String version) {
    store.delete(path(version));
  }

  /** Deletes what a process that was killed left half written. The caller holds the lease. */
  void discardLeftovers() {
    store.discardStaged(registry, NAME.asMatchPredicate());
  }

  String uri(String version, String file) {
    return store.resolve(path(version, file)).toString();
  }

  byte[] read(String version, String file) {
    return store.read(path(version, file));
  }

  private String path(String version) {
    return registry + "/" + version;
  }

  private String path(String version, String file) {
    return path(version) + "/" + file;
  }
}
