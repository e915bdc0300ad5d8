package io.catwalk.pipeline.registry;

import java.util.List;

/**
 * What a look at everything found; as JSON (snake_case) it is what {@code --json} prints.
 *
 * @param registry name
 * @param versions that were read and compared with their checksums
 * @param files of those versions
 * @param bytes of those files
 * @param auditLines of the audit log
 * @param champion version; null where there is none
 * @param problems what is wrong, a sentence each
 * @param notes what a crash left behind and harms nobody, a sentence each
 */
public record Verification(
    String registry,
    int versions,
    int files,
    long bytes,
    int auditLines,
    String champion,
    List<String> problems,
    List<String> notes) {

  public Verification {
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
  }

  /** Whether nothing is wrong. */
  public boolean sound() {
    return problems.isEmpty();
  }
}
