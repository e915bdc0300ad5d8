package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.StoredDocument;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.ParquetDataset;
import io.catwalk.pipeline.dataset.SourceNotices;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.SourceFiles;
import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds datasets that were ingested before. */
public final class StoredDatasets {

  private static final Pattern REFERENCE =
      Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]*)(?:[/@]([0-9a-f]{4,16}|latest))?");
  private static final Pattern VERSION = Pattern.compile("[0-9a-f]{16}");

  private final ArtifactStore store;
  private final SourceFiles files;

  public StoredDatasets(ArtifactStore store, SourceFiles files) {
    this.store = store;
    this.files = files;
  }

  /**
   * @param reference a name (its latest version), {@code name/latest}, {@code name/version} (the
   *     version's first 4 digits suffice where they are unique), or the URI or path of a dataset's
   *     folder
   * @throws CatwalkException (data) when there is none
   */
  public StoredDataset open(String reference) {
    Matcher matcher = REFERENCE.matcher(reference);
    if (matcher.matches() && !versions(matcher.group(1)).isEmpty()) {
      String version = matcher.group(2);
      return version == null || version.equals("latest")
          ? latest(matcher.group(1))
          : one(matcher.group(1), version);
    }
    return at(reference.replaceFirst("/+$", ""));
  }

  /** Versions of a dataset, sorted; empty when there is none of that name. */
  public List<String> versions(String name) {
    return versions(store, name);
  }

  /** A folder without a manifest is what a deletion left that was killed. */
  static List<String> versions(ArtifactStore store, String name) {
    return store.list(folder(name)).stream()
        .filter(v -> VERSION.matcher(v).matches())
        .filter(v -> store.exists(manifest(name, v)))
        .toList();
  }

  static String manifest(String name, String version) {
    return folder(name) + "/" + version + "/" + ParquetDataset.MANIFEST;
  }

  /** The dataset that this fingerprint gave before. */
  Optional<StoredDataset> byFingerprint(String name, String fingerprint) {
    String note = fingerprintNote(name, fingerprint);
    if (!store.exists(note)) {
      return Optional.empty();
    }
    SourceNote noted = Json.read(store.read(note), SourceNote.class, note);
    // The note may outlive a dataset that somebody deleted.
    return store.exists(manifest(name, noted.version))
        ? Optional.of(version(name, noted.version, noted.notices))
        : Optional.empty();
  }

  /** What a source gave, kept under its fingerprint. */
  private record SourceNote(int schemaVersion, String version, SourceNotices notices)
      implements StoredDocument {

    private static final int SCHEMA_VERSION = 1;

    SourceNote(String version, SourceNotices notices) {
      this(SCHEMA_VERSION, version, notices);
    }
  }

  /** Remembers which version a fingerprint gave, and what was to be told of its source. */
  void remember(String name, String fingerprint, String version, SourceNotices notices) {
    store.write(fingerprintNote(name, fingerprint), Json.write(new SourceNote(version, notices)));
  }

  StoredDataset version(String name, String version) {
    String path = folder(name) + "/" + version;
    String manifest = path + "/" + ParquetDataset.MANIFEST;
    return new ParquetDataset(
        Json.read(store.read(manifest), DatasetManifest.class, store.resolve(manifest).toString()),
        store.resolve(path).toString(),
        files);
  }

  /** A version as it came from one of the sources that give it. */
  StoredDataset version(String name, String version, SourceNotices notices) {
    ParquetDataset stored = (ParquetDataset) version(name, version);
    return new ParquetDataset(stored.manifest().with(notices), stored.uri(), files);
  }

  /**
   * What this source and these settings gave before, told from a listing of the source alone.
   *
   * @return how many files there are, and the dataset; null where they must be read
   * @throws CatwalkException (data) when the source is not there
   */
  public Known known(DatasetConfig config) {
    List<SourceFile> listed = files.list(config.source());
    String fingerprint = new SourceTables(files, config).fingerprint(listed);
    return new Known(listed.size(), fingerprint, byFingerprint(config.name(), fingerprint));
  }

  /**
   * @param files of the source
   * @param listing tells two states of source and settings from one another: 32 hex digits
   * @param dataset empty where there is none
   */
  public record Known(int files, String listing, Optional<StoredDataset> dataset) {}

  /** Folder of a dataset, relative to the store's root. */
  static String path(StoredDataset dataset) {
    return folder(dataset.manifest().name()) + "/" + dataset.manifest().version();
  }

  static String folder(String name) {
    return "datasets/" + name;
  }

  private static String fingerprintNote(String name, String fingerprint) {
    return folder(name) + "/fingerprints/" + fingerprint + ".json";
  }

  private StoredDataset latest(String name) {
    return versions(name).stream()
        .map(version -> version(name, version))
        .max(Comparator.comparing(dataset -> dataset.manifest().createdAt()))
        .orElseThrow();
  }

  private StoredDataset one(String name, String prefix) {
    List<String> found = new ArrayList<>(versions(name));
    List<String> all = List.copyOf(found);
    found.removeIf(version -> !version.startsWith(prefix));
    if (found.size() != 1) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "%s version %s of dataset %s, there are: %s",
              found.isEmpty() ? "There is no" : "There is more than one",
              prefix,
              name,
              String.join(", ", all)));
    }
    return version(name, found.get(0));
  }

  private StoredDataset at(String uri) {
    String manifest = uri + "/" + ParquetDataset.MANIFEST;
    try {
      return new ParquetDataset(
          Json.read(files.read(manifest), DatasetManifest.class, manifest), uri, files);
    } catch (IOException | IllegalArgumentException e) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "There is no dataset %s: storage %s holds %s, and there is no %s",
              uri,
              store.root(),
              names(),
              manifest),
          e);
    }
  }

  private String names() {
    List<String> names =
        store.list("datasets").stream().filter(name -> !versions(name).isEmpty()).toList();
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
