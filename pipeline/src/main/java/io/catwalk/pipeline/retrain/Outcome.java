package io.catwalk.pipeline.retrain;

import com.fasterxml.jackson.annotation.JsonValue;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.registry.AuditAction;

/** How a retraining ends. */
public enum Outcome {
  PROMOTED(AuditAction.PROMOTED, ExitCode.OK),
  KEPT(AuditAction.KEPT, ExitCode.OK),
  NOTHING_NEW(AuditAction.NOTHING_NEW, ExitCode.OK),
  STOPPED(AuditAction.STOPPED, ExitCode.DATA);

  private final AuditAction action;
  private final ExitCode exitCode;

  Outcome(AuditAction action, ExitCode exitCode) {
    this.action = action;
    this.exitCode = exitCode;
  }

  AuditAction action() {
    return action;
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  /** As JSON has it. */
  @JsonValue
  public String id() {
    return action.id();
  }
}
