package io.catwalk.pipeline.registry;

import io.catwalk.pipeline.Secrets;
import java.util.List;

/**
 * One line of the audit log.
 *
 * @param number 1-based, without gaps
 * @param previous hash of the line before; empty in the first
 * @param at when, ISO-8601, UTC
 * @param who user, machine and process
 * @param note what was done
 * @param state of the registry once it was done
 */
public record AuditEntry(
    long number, String previous, String at, String who, Note note, RegistryState state) {

  /**
   * What was done, in the words of the one who did it. What does not apply is null.
   *
   * @param action what kind
   * @param version that it is about
   * @param from champion before, where it changed
   * @param to champion after, where it changed
   * @param reasons in sentences
   * @param data {@code name@version} that it rests on
   * @param run id of the run that it rests on
   * @param sha256 of the version's manifest, where one was stored
   * @param versions that were deleted
   */
  public record Note(
      AuditAction action,
      String version,
      String from,
      String to,
      List<String> reasons,
      String data,
      String run,
      String sha256,
      List<String> versions) {

    public Note {
      reasons = reasons == null ? List.of() : List.copyOf(reasons);
      versions = versions == null ? List.of() : List.copyOf(versions);
    }

    /** Of an action alone; a secret in its reasons is not kept. */
    public static Note of(AuditAction action, List<String> reasons) {
      List<String> told = reasons.stream().map(Secrets::in).toList();
      return new Note(action, null, null, null, told, null, null, null, List.of());
    }

    /** The same, resting on a dataset and a run. */
    public Note on(String itsData, String itsRun) {
      return new Note(action, version, from, to, reasons, itsData, itsRun, sha256, versions);
    }

    /** The same, about a version. */
    public Note about(String itsVersion) {
      return about(itsVersion, sha256);
    }

    /** The same, about a version that was stored. */
    public Note about(String itsVersion, String itsSha256) {
      return new Note(action, itsVersion, from, to, reasons, data, run, itsSha256, versions);
    }

    Note change(String before, String after) {
      return new Note(action, after, before, after, reasons, data, run, sha256, versions);
    }

    Note deleting(List<String> deleted) {
      return new Note(action, version, from, to, reasons, data, run, sha256, deleted);
    }
  }
}
