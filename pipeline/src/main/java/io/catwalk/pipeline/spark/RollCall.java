package io.catwalk.pipeline.spark;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/**
 * Waits until executors can do what they have cores for. One that has registered may still be
 * fetching the application's jar, and runs no task before it has: whatever was to be spread over
 * all of them lands on those that were faster.
 */
public final class RollCall {

  private static final Logger LOG = LoggerFactory.getLogger(RollCall.class);
  private static final ClassTag<Object> ANY = ClassTag$.MODULE$.apply(Object.class);

  private RollCall() {}

  /**
   * Runs so many tasks at once, or gives up after the given time. Not with dynamic allocation,
   * where Spark has no such stages.
   *
   * @return whether all were run
   */
  public static boolean take(JavaSparkContext spark, int tasks, long seconds) {
    SparkConf conf = spark.getConf();
    if (conf.getBoolean("spark.dynamicAllocation.enabled", false)) {
      return false;
    }
    RDD<Object> places = spark.parallelize(Collections.nCopies(tasks, (Object) 1), tasks).rdd();
    JavaFutureAction<List<Object>> call =
        places.barrier().mapPartitions(new Present(), true, ANY).toJavaRDD().collectAsync();
    try {
      call.get(seconds, TimeUnit.SECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("Not all executors can run tasks after {} s: {}", seconds, e.toString());
    }
    call.cancel(true);
    return false;
  }

  /** Nothing but to be there. */
  private static final class Present extends AbstractFunction1<Iterator<Object>, Iterator<Object>>
      implements Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<Object> apply(Iterator<Object> place) {
      return place;
    }
  }
}
