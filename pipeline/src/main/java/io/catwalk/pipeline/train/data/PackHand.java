package io.catwalk.pipeline.train.data;

import io.catwalk.pipeline.dataset.Example;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import scala.Tuple2;

/** Packs what a worker was dealt, by index: a shuffle delivers in any order. */
record PackHand() implements FlatMapFunction<Iterator<Tuple2<Long, Example>>, ResidentExamples> {

  @Override
  public Iterator<ResidentExamples> call(Iterator<Tuple2<Long, Example>> dealt) {
    return List.<ResidentExamples>of(new ResidentPixels(inOrder(dealt))).iterator();
  }

  static <T> List<T> inOrder(Iterator<Tuple2<Long, T>> dealt) {
    List<Tuple2<Long, T>> hand = new ArrayList<>();
    dealt.forEachRemaining(hand::add);
    hand.sort(Comparator.comparing(Tuple2::_1));
    return hand.stream().map(Tuple2::_2).toList();
  }
}
