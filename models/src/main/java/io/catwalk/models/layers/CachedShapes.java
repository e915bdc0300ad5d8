package io.catwalk.models.layers;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.BaseShapeInfoProvider;

/**
 * Keeps the native descriptions of arrays' shapes.
 *
 * <p>ND4J's provider for CPUs has such a cache and never asks it: every array made, every view and
 * every reshape calls the native side for a description and leaves a dozen objects to the garbage
 * collector. The descriptions are constants. The provider for CUDA, which has to stay, caches them.
 */
public final class CachedShapes extends BaseShapeInfoProvider {

  private static final String PROPERTY = "shapeinfoprovider";
  private static final String CUDA = "org/nd4j/linalg/jcublas/JCublasBackend.class";

  /** A network has a few dozen shapes; who goes through many must not fill the heap with them. */
  private static final int MOST = 4096;

  private final Map<Key, Pair<DataBuffer, long[]>> known = new ConcurrentHashMap<>();

  /** For ND4J, which makes its provider by name. */
  public CachedShapes() {}

  /**
   * Makes ND4J take this provider, unless somebody chose one already or there is a CUDA backend. To
   * be called before ND4J is touched; later it has no effect.
   */
  public static void choose() {
    boolean cuda = CachedShapes.class.getClassLoader().getResource(CUDA) != null;
    if (!cuda && System.getProperty(PROPERTY) == null) {
      System.setProperty(PROPERTY, CachedShapes.class.getName());
    }
  }

  @Override
  public Pair<DataBuffer, long[]> createShapeInformation(
      long[] shape,
      long[] stride,
      long elementWiseStride,
      char order,
      DataType dataType,
      boolean empty) {
    Key key = new Key(shape, stride, elementWiseStride, order, dataType, empty);
    Pair<DataBuffer, long[]> found = known.get(key);
    if (found != null) {
      return found;
    }
    Pair<DataBuffer, long[]> made =
        super.createShapeInformation(shape, stride, elementWiseStride, order, dataType, empty);
    if (known.size() < MOST) {
      known.put(key.copy(), made);
    }
    return made;
  }

  @Override
  public void purgeCache() {
    known.clear();
  }

  private record Key(
      long[] shape, long[] stride, long step, char order, DataType dataType, boolean empty) {

    Key copy() {
      return new Key(shape.clone(), stride.clone(), step, order, dataType, empty);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key
          && step == ((Key) other).step
          && order == ((Key) other).order
          && dataType == ((Key) other).dataType
          && empty == ((Key) other).empty
          && Arrays.equals(shape, ((Key) other).shape)
          && Arrays.equals(stride, ((Key) other).stride);
    }

    @Override
    public int hashCode() {
      return (Arrays.hashCode(shape) * 31 + Arrays.hashCode(stride)) * 31 + dataType.ordinal();
    }
  }
}
