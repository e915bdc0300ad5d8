package io.catwalk.pipeline.train.state;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Where the driver gathers averaged slices, in the same arrays round after round. */
public final class AveragedState {

  private final float[] parameters;
  private final float[] updater;

  public AveragedState(MultiLayerNetwork network) {
    parameters = new float[StatePart.PARAMETERS.size(network)];
    updater = new float[StatePart.UPDATER.size(network)];
  }

  /** Slices do not overlap, so threads may put different ones at once. */
  public void put(StateSlice slice, byte[] mean) {
    float[] into = slice.part() == StatePart.PARAMETERS ? parameters : updater;
    ByteBuffer.wrap(mean)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer()
        .get(into, slice.from(), slice.length());
  }

  /** Valid until the next round. */
  public TrainingState state(int iterations, int epoch) {
    return new TrainingState(parameters, updater, iterations, epoch);
  }
}
