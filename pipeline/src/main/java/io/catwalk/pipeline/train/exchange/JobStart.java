package io.catwalk.pipeline.train.exchange;

import io.catwalk.pipeline.train.state.BroadcastState;
import io.catwalk.pipeline.train.state.CarriedState;
import io.catwalk.pipeline.train.state.StartState;
import io.catwalk.pipeline.train.state.StateSlice;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * How the state to start from reaches the tasks of a round that is a Spark job.
 *
 * @param carries whether it travels with every task, not as a broadcast
 */
public record JobStart(JavaSparkContext spark, List<StateSlice> slices, boolean carries) {

  StartState of(MultiLayerNetwork network) {
    return carries ? CarriedState.of(slices, network) : BroadcastState.of(spark, slices, network);
  }
}
