package io.catwalk.pipeline.runs;

import io.catwalk.pipeline.CatwalkException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code history.csv}: a line an epoch, UTF-8 with a header. A figure that is not known is an empty
 * cell.
 */
public final class History {

  private static final String HEADER =
      "epoch,examples,seconds,images_per_second,train_loss,validation_loss,validation_accuracy,validation_f1,learning_rate\n";

  private History() {}

  public static byte[] write(List<Epoch> history) {
    StringBuilder csv = new StringBuilder(HEADER);
    for (Epoch epoch : history) {
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

  /**
   * Columns are found by their names, so that more of them do no harm.
   *
   * @param where the file's name, for messages
   * @throws CatwalkException (data) naming the line that is wrong
   */
  static List<Epoch> read(byte[] csv, String where) {
    List<String> lines = new String(csv, StandardCharsets.UTF_8).lines().toList();
    if (lines.isEmpty()) {
      throw CatwalkException.data("Cannot read " + where + ": it is empty, expected a header");
    }
    List<String> header = List.of(lines.get(0).split(",", -1));
    List<Epoch> epochs = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        epochs.add(
            new Line(header, lines.get(i).split(",", -1), "Cannot read " + where + ":" + (i + 1))
                .epoch());
      }
    }
    return epochs;
  }

  private record Line(List<String> header, String[] cells, String complaint) {

    Epoch epoch() {
      return new Epoch(
          (int) number("epoch"),
          (long) number("examples"),
          known("seconds"),
          number("images_per_second"),
          number("train_loss"),
          number("validation_loss"),
          number("validation_accuracy"),
          known("validation_f1"),
          number("learning_rate"));
    }

    /** Files of older versions lack it. */
    private double known(String column) {
      return header.contains(column) ? number(column) : Double.NaN;
    }

    private double number(String column) {
      int at = header.indexOf(column);
      if (at < 0 || at >= cells.length) {
        throw CatwalkException.data(complaint + ": there is no " + column);
      }
      try {
        return cells[at].isEmpty() ? Double.NaN : Double.parseDouble(cells[at]);
      } catch (NumberFormatException e) {
        throw CatwalkException.data(
            complaint + ": " + column + " is '" + cells[at] + "', expected a number", e);
      }
    }
  }

  /**
   * One line of {@code history.csv}; what is not known is NaN.
   *
   * @param epoch 1-based
   * @param examples consumed, by all workers together
   * @param seconds of training, without validation
   * @param imagesPerSecond examples / seconds
   * @param trainLoss mean over the epoch
   * @param validationLoss mean log loss on the validation split
   * @param validationAccuracy in 0 to 1
   * @param validationF1 mean over classes, in 0 to 1
   * @param learningRate at the end of the epoch
   */
  public record Epoch(
      int epoch,
      long examples,
      double seconds,
      double imagesPerSecond,
      double trainLoss,
      double validationLoss,
      double validationAccuracy,
      double validationF1,
      double learningRate) {}
}
