package io.catwalk.pipeline.run;

import io.catwalk.pipeline.train.EpochResult;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code history.csv}: a line an epoch. A figure that is not known is an empty cell. */
final class HistoryCsv {

  static final String FILE = "history.csv";

  private static final String HEADER =
      "epoch,examples,seconds,images_per_second,train_loss,validation_loss,validation_accuracy,validation_f1,learning_rate\n";

  private HistoryCsv() {}

  static byte[] write(List<EpochResult> history) {
    StringBuilder csv = new StringBuilder(HEADER);
    for (EpochResult epoch : history) {
      csv.append(epoch.epoch()).append(',').append(epoch.examples());
      for (double value :
          new double[] {
            epoch.seconds(),
            epoch.imagesPerSecond(),
            epoch.trainLoss(),
            epoch.validationLoss(),
            epoch.validationAccuracy(),
            epoch.validationF1(),
            epoch.learningRate()
          }) {
        csv.append(',').append(Double.isFinite(value) ? Double.toString(value) : "");
      }
      csv.append('\n');
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }
}
