package io.catwalk.pipeline.train.exchange;

import io.catwalk.pipeline.train.state.StateEncoder;
import io.catwalk.pipeline.train.state.WorkerReport;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * One worker's slice on its way to where all workers' are averaged. At the sender it is the network
 * itself, written out of native memory while it is serialised; at the receiver it is bytes. A
 * serialiser remembers what it wrote, so bytes here would pile up to the whole state.
 */
final class WorkerSlice implements Serializable {

  private static final long serialVersionUID = 1L;

  private final WorkerReport report;
  private final transient StateEncoder encoder;
  private final transient MultiLayerNetwork network;
  private final transient byte[] start;
  private transient byte[] bytes;

  /**
   * @param start the slice as the worker started from, or null where the encoder needs none
   */
  WorkerSlice(WorkerReport report, StateEncoder encoder, MultiLayerNetwork network, byte[] start) {
    this.report = report;
    this.encoder = encoder;
    this.network = network;
    this.start = start;
  }

  WorkerReport report() {
    return report;
  }

  /** Encoded; null at the sender. */
  byte[] bytes() {
    return bytes;
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    encoder.writeFramed(network, start, out);
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    bytes = new byte[in.readInt()];
    in.readFully(bytes);
  }
}
