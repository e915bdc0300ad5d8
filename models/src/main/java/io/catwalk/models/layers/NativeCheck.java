package io.catwalk.models.layers;

import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.profiler.OpProfiler;
import org.nd4j.linalg.profiler.ProfilerConfig;

/** What ND4J's executioner looks at before every call, for calls that go past it. */
final class NativeCheck {

  private NativeCheck() {}

  /** Whether nothing is lost without the executioner: on a CPU, unless it is to profile calls. */
  static boolean suffices() {
    ProfilerConfig profiler = OpProfiler.getInstance().getConfig();
    boolean profiled =
        profiler != null
            && (profiler.isCheckForNAN()
                || profiler.isCheckForINF()
                || profiler.isStackTrace()
                || profiler.isCheckElapsedTime()
                || profiler.isNativeStatistics());
    return !profiled && Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU;
  }

  /**
   * @throws IllegalStateException where an array's memory is no longer its own
   */
  static void usable(String operation, INDArray[] arrays) {
    for (INDArray array : arrays) {
      if (array.wasClosed() || isOutdated(array)) {
        throw new IllegalStateException(
            operation + " is given an array that was closed or whose workspace has moved on");
      }
    }
  }

  private static boolean isOutdated(INDArray array) {
    MemoryWorkspace workspace = array.isAttached() ? array.data().getParentWorkspace() : null;
    return workspace != null
        && workspace.getWorkspaceType() != MemoryWorkspace.Type.CIRCULAR
        && (!workspace.isScopeActive()
            || workspace.getGenerationId() != array.data().getGenerationId());
  }
}
