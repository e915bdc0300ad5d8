package io.catwalk.pipeline.registry;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a line of the audit log tells of. */
public enum AuditAction {
  /** Somebody took the lease. */
  STARTED,
  /** A version was stored. */
  REGISTERED,
  /** A version became the champion because it was better. */
  PROMOTED,
  /** A challenger was judged and the champion stays. */
  KEPT,
  /** A challenger that was begun was given up before it was judged. */
  DROPPED,
  /** There was nothing to do. */
  NOTHING_NEW,
  /** A person must look before it goes on. */
  STOPPED,
  /** It ended by an error. */
  FAILED,
  /** A person made a version the champion. */
  CHOSEN,
  /** A person took a promotion back. */
  ROLLED_BACK,
  /** Versions were deleted. */
  PRUNED;

  /** As it stands in the log. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
