package io.catwalk.pipeline.train.data;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import scala.Tuple2;

/** As {@link PackHand}, for examples that are floats already. */
record PackFloats()
    implements FlatMapFunction<Iterator<Tuple2<Long, FloatExample>>, ResidentExamples> {

  @Override
  public Iterator<ResidentExamples> call(Iterator<Tuple2<Long, FloatExample>> dealt) {
    return List.<ResidentExamples>of(new ResidentDataSets(PackHand.inOrder(dealt))).iterator();
  }
}
