package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.dataset.StoredDataset;
import java.util.Optional;

/**
 * Whether a person takes a dataset in which more images are bad than {@code data.quarantine}
 * allows. The bad ones are left out either way.
 */
public interface BadImageApproval {

  /** Nobody was asked. */
  BadImageApproval NONE =
      new BadImageApproval() {
        @Override
        public boolean approves(String what) {
          return false;
        }

        @Override
        public String remedy() {
          return "mend or remove them, or allow more of them by these settings";
        }
      };

  /**
   * Decides.
   *
   * @param what is above which limit, in one sentence
   * @return false ends the ingest
   */
  boolean approves(String what);

  /**
   * A dataset whose bad images were taken before, and are not counted against the limits again;
   * empty where there is none.
   */
  default Optional<StoredDataset> before() {
    return Optional.empty();
  }

  /** What a person can do about it, for the message that ends the ingest. */
  String remedy();
}
