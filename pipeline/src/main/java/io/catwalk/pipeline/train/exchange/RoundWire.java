package io.catwalk.pipeline.train.exchange;

import io.catwalk.pipeline.train.data.RoundPlan;
import io.catwalk.pipeline.train.state.ArrivingState;
import io.catwalk.pipeline.train.state.Compression;
import io.catwalk.pipeline.train.state.DriverState;
import io.catwalk.pipeline.train.state.StartState;
import io.catwalk.pipeline.train.state.StateEncoder;
import io.catwalk.pipeline.train.state.WorkerReport;
import io.catwalk.pipeline.train.state.WorkerReport.WorkerTimes;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * What driver and standing worker say to each other over one connection. The worker begins with its
 * {@link Greeting}. Then the driver asks for one round after the other, each with the state to
 * start from, and says so when there are no more; the worker answers with what it did, its state
 * slice by slice, and how long that took. A connection that merely ends was lost.
 *
 * <p>Nothing waits for the other side without an end: a reader looks around every second, the
 * system asks a silent host for a sign of life, and {@link #close} from any thread ends whatever
 * reads or writes.
 */
public final class RoundWire implements Closeable {

  private static final int DISMISSED = 0;
  private static final int ROUND = 1;
  private static final int BUFFER = 1 << 16;
  private static final int MOST_BYTES = 1 << 28;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private volatile boolean asking;

  /**
   * @param lookout throws when it is no use to go on waiting; asked every second of a wait
   */
  public RoundWire(Socket socket, WatchedInput.Lookout lookout) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    DeadPeers.notice(socket);
    in = new DataInputStream(new BufferedInputStream(new WatchedInput(socket, lookout), BUFFER));
    out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), BUFFER));
  }

  /**
   * A round; the state to start from follows it.
   *
   * @param iterations of the network so far
   */
  public record Request(RoundPlan plan, int iterations) {}

  public void greet(Greeting greeting) throws IOException {
    out.write(greeting.bytes());
    out.flush();
  }

  void ask(Request request, DriverState start) throws IOException {
    asking = true;
    RoundPlan plan = request.plan();
    out.writeByte(ROUND);
    out.writeLong(plan.seed());
    out.writeInt(plan.epoch());
    out.writeInt(plan.round());
    out.writeInt(plan.minibatch());
    out.writeInt(plan.frequency());
    out.writeDouble(plan.rate());
    out.writeInt(request.iterations());
    start.write(out);
    out.flush();
    asking = false;
  }

  /** Says that there are no more rounds, unless something else is being said still, and closes. */
  void dismiss() {
    // Whoever does not take in the question would not take in this; waiting for that has no end.
    if (!asking) {
      try {
        out.writeByte(DISMISSED);
        out.flush();
      } catch (IOException e) {
        // Whoever is not there needs no word.
      }
    }
    close();
  }

  /**
   * Waits for the next round; null when there are no more.
   *
   * @throws IOException when the connection was lost
   */
  public Request question() throws IOException {
    if (in.readByte() == DISMISSED) {
      return null;
    }
    RoundPlan plan =
        new RoundPlan(
            in.readLong(), in.readInt(), in.readInt(), in.readInt(), in.readInt(), in.readDouble());
    return new Request(plan, in.readInt());
  }

  /** What follows a question. */
  public StartState state(Compression compression) {
    return new ArrivingState(in, compression);
  }

  /** Begins an answer: what the worker did, but for how long it took to send its state. */
  public void answer(WorkerReport report) throws IOException {
    out.writeInt(report.worker());
    out.writeUTF(report.executor());
    out.writeLong(report.examples());
    out.writeDouble(report.lossSum());
    out.writeInt(report.iterations());
    WorkerTimes times = report.times();
    for (long time : List.of(times.receive(), times.restore(), times.compute())) {
      out.writeLong(time);
    }
  }

  /**
   * Goes on with a slice.
   *
   * @param start as {@link StateEncoder#write} takes it
   */
  public void send(StateEncoder encoder, MultiLayerNetwork network, byte[] start)
      throws IOException {
    encoder.writeFramed(network, start, out);
  }

  /**
   * Ends an answer.
   *
   * @param read {@link WorkerTimes#read}
   */
  public void answered(long read) throws IOException {
    out.writeLong(read);
    out.flush();
  }

  WorkerReport report() throws IOException {
    return new WorkerReport(
        in.readInt(),
        in.readUTF(),
        in.readLong(),
        in.readDouble(),
        in.readInt(),
        new WorkerTimes(in.readLong(), in.readLong(), in.readLong(), 0));
  }

  /**
   * The next slice of an answer, as it was encoded.
   *
   * @param buffer where it goes if it is large enough
   * @return the buffer or a larger one; the slice may be shorter than it
   */
  byte[] slice(byte[] buffer) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MOST_BYTES) {
      throw new IOException("a length of " + length);
    }
    byte[] slice = buffer.length >= length ? buffer : new byte[length];
    in.readFully(slice, 0, length);
    return slice;
  }

  /** How an answer ends. */
  long read() throws IOException {
    return in.readLong();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no more use either way.
    }
  }
}
