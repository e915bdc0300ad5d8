package io.catwalk.pipeline.bench.trial;

import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.data.ResidentPixels;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;

/** Fills a worker's part with the same examples again and again. */
record RepeatExamples(Broadcast<List<Example>> examples, int wanted)
    implements FlatMapFunction<Iterator<Integer>, ResidentExamples> {

  @Override
  public Iterator<ResidentExamples> call(Iterator<Integer> worker) {
    List<Example> given = examples.value();
    List<Example> filled = new ArrayList<>(wanted);
    int offset = worker.next();
    for (int i = 0; i < wanted; i++) {
      filled.add(given.get((offset + i) % given.size()));
    }
    return List.<ResidentExamples>of(new ResidentPixels(filled)).iterator();
  }
}
