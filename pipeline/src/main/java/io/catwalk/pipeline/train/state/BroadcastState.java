package io.catwalk.pipeline.train.state;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A state that executors fetch from the driver and from each other, a broadcast a slice: nobody
 * ever holds a large model's state in one piece on the heap.
 */
public record BroadcastState(List<Broadcast<byte[]>> slices) implements StartState, Serializable {

  public static BroadcastState of(
      JavaSparkContext spark, List<StateSlice> slices, MultiLayerNetwork network) {
    List<Broadcast<byte[]>> sent = new ArrayList<>();
    for (StateSlice slice : slices) {
      sent.add(spark.broadcast(slice.read(network)));
    }
    return new BroadcastState(sent);
  }

  @Override
  public byte[] slice(int index) {
    return slices.get(index).value();
  }

  @Override
  public void release() {
    slices.forEach(Broadcast::destroy);
  }
}
