package io.catwalk.pipeline.train.exchange;

import java.io.Serializable;
import org.apache.spark.TaskContext;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/** A partition's single averaged slice, as it is. */
final class OnlyElement
    extends AbstractFunction2<TaskContext, Iterator<AveragedSlice>, AveragedSlice>
    implements Serializable {

  private static final long serialVersionUID = 1L;

  @Override
  public AveragedSlice apply(TaskContext context, Iterator<AveragedSlice> slices) {
    return slices.next();
  }
}
