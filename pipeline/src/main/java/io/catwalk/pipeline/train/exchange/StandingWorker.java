package io.catwalk.pipeline.train.exchange;

import io.catwalk.pipeline.spark.EndedTask;
import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.state.StartState;
import io.catwalk.pipeline.train.state.StateEncoder;
import io.catwalk.pipeline.train.worker.TrainingSetup;
import io.catwalk.pipeline.train.worker.WorkerNetwork;
import io.catwalk.pipeline.train.worker.WorkerTask;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;

/**
 * A worker that trains one round after the other as the driver asks, until it asks no more: a Spark
 * job for each would cost more than a short round.
 *
 * @param host of the driver
 * @param returned indexes of the slices that are averaged
 */
public record StandingWorker(
    String host, int port, String token, Broadcast<TrainingSetup> setup, List<Integer> returned)
    implements FlatMapFunction<Iterator<ResidentExamples>, Integer> {

  /** How the error of a worker begins that cannot reach the driver. */
  public static final String UNREACHABLE = "A standing worker cannot reach the driver at ";

  /** How the error of a worker begins whose connection to the driver broke. */
  public static final String LOST = "A standing worker lost its driver: ";

  private static final int CONNECT_MILLIS = 5000;

  @Override
  public Iterator<Integer> call(Iterator<ResidentExamples> resident) throws IOException {
    ResidentExamples examples = resident.next();
    TaskContext task = TaskContext.get();
    try (RoundWire driver = connect()) {
      driver.greet(
          new Greeting(
              token, task.partitionId(), task.taskAttemptId(), SparkEnv.get().executorId()));
      for (RoundWire.Request asked = driver.question(); asked != null; asked = driver.question()) {
        train(new WorkerTask(setup, asked.plan(), asked.iterations()), driver, examples);
      }
    } catch (ConnectException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(LOST + e, e);
    }
    return Collections.emptyIterator();
  }

  /** The state comes and goes slice by slice, so that a large one is never on the heap. */
  private void train(WorkerTask task, RoundWire driver, ResidentExamples examples)
      throws IOException {
    WorkerNetwork workerNetwork = task.borrowNetwork(examples);
    boolean answered = false;
    try {
      StartState start = driver.state(setup.value().compression());
      driver.answer(task.train(workerNetwork, start, TaskContext.getPartitionId(), examples));
      long began = System.nanoTime();
      for (int index : returned) {
        StateEncoder encoder = setup.value().encoder(index);
        driver.send(encoder, workerNetwork.network(), encoder.origin(start, index));
      }
      driver.answered(System.nanoTime() - began);
      answered = true;
      task.giveBack(workerNetwork);
    } finally {
      // Its memory is large, and whoever comes in this worker's stead takes as much.
      if (!answered) {
        workerNetwork.close();
      }
    }
  }

  private RoundWire connect() throws IOException {
    Socket socket = new Socket();
    try {
      // Where a firewall drops what it does not let through, the system itself tries for minutes.
      socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), CONNECT_MILLIS);
      return new RoundWire(socket, EndedTask::check);
    } catch (IOException e) {
      socket.close();
      ConnectException unreachable =
          new ConnectException(UNREACHABLE + host + ":" + port + ": " + e.getMessage());
      unreachable.initCause(e);
      throw unreachable;
    }
  }
}
