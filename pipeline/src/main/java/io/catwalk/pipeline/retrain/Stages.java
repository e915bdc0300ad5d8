package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.dataset.DatasetDifference;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.ingest.BadImageApproval;
import io.catwalk.pipeline.ingest.StoredDatasets;
import io.catwalk.pipeline.registry.Champion;
import io.catwalk.pipeline.run.ProgressListeners;
import java.util.List;
import java.util.Optional;

/** The work of a night; {@link RetrainJob} decides what of it is done. */
interface Stages {

  /** What source and settings gave before, told from a listing, without Spark. */
  StoredDatasets.Known known();

  /**
   * @param reference {@code name@version}
   * @throws io.catwalk.pipeline.CatwalkException (data) when there is no such dataset
   */
  StoredDataset open(String reference);

  /**
   * Reads the source.
   *
   * @param base the dataset whose images are taken over; empty for none
   * @param tested further datasets whose test examples must not be trained on
   */
  StoredDataset ingest(
      Optional<StoredDataset> base,
      List<StoredDataset> tested,
      BadImageApproval approval,
      ProgressListeners listeners);

  /**
   * What of a dataset is new.
   *
   * @param before empty for none
   */
  DatasetDifference difference(Optional<StoredDataset> before, StoredDataset now);

  /**
   * Trains, or goes on; does nothing where the run is finished.
   *
   * @param from URI of the model whose weights it starts from; empty for none
   */
  void train(String run, StoredDataset dataset, Optional<String> from, ProgressListeners listeners);

  /** Compares a finished run with the champion, where there is one. */
  Challenge.Verdict judge(
      String run, StoredDataset dataset, StoredDataset holdout, Optional<Champion> champion);

  /** Deletes what an unfinished run has left. */
  void giveUp(String run);
}
