package io.catwalk.pipeline.spark;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import org.apache.spark.Dependency;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkUserAppException;
import org.apache.spark.rdd.RDD;
import org.apache.spark.status.AppStatusStore;
import org.apache.spark.status.api.v1.ExecutorSummary;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockManagerId;
import org.apache.spark.storage.BlockManagerMaster;
import scala.Function1;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * What is not the same for compiled code in every Spark that Catwalk runs on: the jar is compiled
 * against Spark 3.5 and Scala 2.12, and runs on 4.0 to 4.2 and Scala 2.13 too.
 *
 * <p>Scala's {@code Seq} is {@code scala.collection.Seq} in 2.12 and {@code
 * scala.collection.immutable.Seq} in 2.13, so that a method of Spark that gives or takes one has
 * another signature there, which a compiled call does not find. Its name is the same, and what it
 * gives is a {@code scala.collection.Seq} in both: it is looked up by name here, and nowhere else.
 */
public final class ScalaBridge {

  private ScalaBridge() {}

  /**
   * The executors of an application and its driver.
   *
   * @param active whether those alone that have not ended
   */
  static List<ExecutorSummary> executors(SparkContext spark, boolean active) {
    return list(
        call(
            AppStatusStore.class,
            "executorList",
            Map.of(boolean.class, active),
            spark.statusStore()));
  }

  /** What an RDD is computed from. */
  public static List<Dependency<?>> dependencies(RDD<?> rdd) {
    return list(call(RDD.class, "dependencies", Map.of(), rdd));
  }

  /** The ids of blocks that a process knows and that match. */
  public static List<BlockId> matching(BlockManager blocks, Function1<BlockId, Object> filter) {
    return list(
        call(BlockManager.class, "getMatchingBlockIds", Map.of(Function1.class, filter), blocks));
  }

  /** Of each block, which executors keep it. */
  static List<List<BlockManagerId>> locations(BlockManagerMaster master, BlockId[] blocks) {
    List<Seq<BlockManagerId>> holders =
        list(
            call(
                BlockManagerMaster.class, "getLocations", Map.of(BlockId[].class, blocks), master));
    return holders.stream().map(JavaConverters::seqAsJavaList).toList();
  }

  /** By which a driver tells YARN its exit code. Since Spark 4.1 it may have a cause. */
  static Exception endOfDriver(int exitCode) {
    try {
      Constructor<?> constructor = SparkUserAppException.class.getConstructors()[0];
      Object[] arguments = new Object[constructor.getParameterCount()];
      arguments[0] = exitCode;
      return (Exception) constructor.newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a Spark whose SparkUserAppException takes other arguments", e);
    }
  }

  private static <T> List<T> list(Object sequence) {
    @SuppressWarnings("unchecked")
    Seq<T> elements = (Seq<T>) sequence;
    return JavaConverters.seqAsJavaList(elements);
  }

  /**
   * @param argument its type as declared, and itself; none or one
   */
  private static Object call(
      Class<?> owner, String method, Map<Class<?>, Object> argument, Object target) {
    try {
      return owner
          .getMethod(method, argument.keySet().toArray(Class<?>[]::new))
          .invoke(target, argument.values().toArray());
    } catch (InvocationTargetException e) {
      // Scala declares no exceptions: whatever it is, goes on as it came.
      throw ScalaBridge.<RuntimeException>unchecked(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a Spark without " + owner.getName() + "." + method, e);
    }
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException unchecked(Throwable cause) throws E {
    throw (E) cause;
  }
}
