package io.catwalk.models.engine.cuda.driver;

import static io.catwalk.models.engine.cuda.driver.CudaCalls.check;
import static io.catwalk.models.engine.cuda.driver.CudaCalls.checkDriver;

import java.util.List;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Launches as one CUDA graph, what may run aside in a branch of its own. */
final class GpuRecording implements Accelerator.Recording {

  private final CUgraphExec_st graph;
  private final CUstream_st stream;

  private GpuRecording(CUgraphExec_st graph, CUstream_st stream) {
    this.graph = graph;
    this.stream = stream;
  }

  static GpuRecording of(
      List<Launch> launches,
      int times,
      Map<String, CUfunc_st> kernels,
      CUstream_st stream,
      CUstream_st side) {
    CUgraph_st drawn = new CUgraph_st();
    CUgraphExec_st graph = new CUgraphExec_st();
    try (Capture capture = new Capture(kernels, stream, side)) {
      check(
          cudart.cudaStreamBeginCapture(stream, cudart.cudaStreamCaptureModeThreadLocal),
          "begin a graph");
      for (int i = 0; i < times; i++) {
        launches.forEach(capture::add);
        capture.join();
      }
      check(cudart.cudaStreamEndCapture(stream, drawn), "end a graph");
    }
    check(cudart.cudaGraphInstantiate(graph, drawn, 0), "make a graph ready");
    check(cudart.cudaGraphDestroy(drawn), "free a graph");
    return new GpuRecording(graph, stream);
  }

  @Override
  public void run() {
    check(cudart.cudaGraphLaunch(graph, stream), "run a graph");
  }

  @Override
  public void close() {
    check(cudart.cudaGraphExecDestroy(graph), "free a graph");
  }

  /** Puts launches into the graph that is being drawn. */
  private static final class Capture implements AutoCloseable {

    private final Map<String, CUfunc_st> kernels;
    private final CUstream_st stream;
    private final CUstream_st side;
    private final CUevent_st forked = new CUevent_st();
    private final CUevent_st done = new CUevent_st();
    private boolean isForked;

    Capture(Map<String, CUfunc_st> kernels, CUstream_st stream, CUstream_st side) {
      this.kernels = kernels;
      this.stream = stream;
      this.side = side;
      int flags = cudart.cudaEventDisableTiming;
      check(cudart.cudaEventCreateWithFlags(forked, flags), "make an event");
      check(cudart.cudaEventCreateWithFlags(done, flags), "make an event");
    }

    void add(Launch launch) {
      switch (launch.branch()) {
        case MAIN -> launch(launch, stream);
        case ASIDE -> {
          check(cudart.cudaEventRecord(forked, stream), "branch");
          check(cudart.cudaStreamWaitEvent(side, forked, 0), "branch");
          isForked = true;
          launch(launch, side);
        }
        case JOIN -> {
          join();
          launch(launch, stream);
        }
      }
    }

    void join() {
      if (isForked) {
        check(cudart.cudaEventRecord(done, side), "join branches");
        check(cudart.cudaStreamWaitEvent(stream, done, 0), "join branches");
        isForked = false;
      }
    }

    private void launch(Launch launch, CUstream_st on) {
      try (BytePointer structure = new BytePointer(launch.arguments().bytes());
          PointerPointer<Pointer> all = new PointerPointer<>(1L)) {
        all.put(0, structure);
        checkDriver(
            cudart.cuLaunchKernel(
                kernels.get(launch.kernel()),
                launch.rows(),
                launch.columns(),
                launch.layers(),
                launch.threads(),
                1,
                1,
                0,
                on,
                all,
                null),
            "launch " + launch.kernel());
      }
    }

    @Override
    public void close() {
      cudart.cudaEventDestroy(forked);
      cudart.cudaEventDestroy(done);
    }
  }
}
