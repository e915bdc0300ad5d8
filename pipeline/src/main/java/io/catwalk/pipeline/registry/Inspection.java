package io.catwalk.pipeline.registry;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.storage.ArtifactStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares what lies in storage with what the audit log says of it. */
final class Inspection {

  private final ArtifactStore store;
  private final String folder;
  private final Versions versions;
  private final List<AuditEntry> history;
  private final List<String> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private int checked;
  private int files;
  private long bytes;

  Inspection(ArtifactStore store, String folder, Versions versions, List<AuditEntry> history) {
    this.store = store;
    this.folder = folder;
    this.versions = versions;
    this.history = history;
  }

  /**
   * @param champion what champion.json should hold; null where there is no champion, or its version
   *     cannot be read
   */
  Verification verify(String name, byte[] champion) {
    Map<String, String> registered = new HashMap<>();
    Set<String> deleted = new HashSet<>();
    for (AuditEntry entry : history) {
      if (entry.note().action() == AuditAction.REGISTERED) {
        registered.put(entry.note().version(), entry.note().sha256());
      }
      deleted.addAll(entry.note().versions());
    }
    Set<String> there = new HashSet<>(versions.names());
    for (String version : versions.names()) {
      if (deleted.contains(version)) {
        notes.add(
            "version " + version + " was deleted, and not all of it is gone; prune removes it");
      } else if (!registered.containsKey(version)) {
        notes.add(
            "version "
                + version
                + " was stored by a process that died before it told the audit log");
      } else {
        check(version, registered.get(version));
      }
    }
    registered.keySet().stream()
        .filter(version -> !there.contains(version) && !deleted.contains(version))
        .sorted()
        .forEach(version -> problems.add("version " + version + " is missing"));
    String current =
        history.isEmpty() ? null : history.get(history.size() - 1).state().championVersion();
    checkChampion(current, champion);
    return new Verification(name, checked, files, bytes, history.size(), current, problems, notes);
  }

  private void check(String version, String sha256) {
    try {
      Versions.Stored stored = versions.read(version);
      if (!stored.sha256().equals(sha256)) {
        problems.add("version.json of version " + version + " is not what was stored");
      }
      problems.addAll(versions.problems(stored.manifest()));
      checked++;
      files += stored.manifest().files().size();
      stored.manifest().files().values().forEach(file -> bytes += file.bytes());
    } catch (CatwalkException e) {
      problems.add(e.getMessage());
    }
  }

  private void checkChampion(String version, byte[] expected) {
    String file = folder + "/" + Champion.FILE;
    if (version == null) {
      if (store.exists(file)) {
        problems.add("champion.json is there, but the audit log knows of no champion");
      }
      return;
    }
    if (expected == null) {
      problems.add("the champion, version " + version + ", is missing or cannot be read");
    } else if (!store.exists(file) || !Arrays.equals(store.read(file), expected)) {
      notes.add(
          "champion.json does not tell of version "
              + version
              + ", the champion by the audit log; the next command that reads the champion writes it");
    }
  }
}
