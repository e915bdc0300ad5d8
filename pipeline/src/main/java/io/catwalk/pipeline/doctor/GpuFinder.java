package io.catwalk.pipeline.doctor;

import java.io.Serializable;
import java.util.List;

/** Looks for GPUs, inside a task. */
public interface GpuFinder extends Serializable {

  /** Of who computes nothing. */
  GpuFinder NONE =
      new GpuFinder() {
        private static final long serialVersionUID = 1L;

        @Override
        public List<String> visible() {
          return List.of();
        }

        @Override
        public String obstacle() {
          return "";
        }
      };

  /** Addresses of those that the process may use; empty for none. */
  List<String> visible();

  /** Why the engine cannot compute on them, in one line; empty where it can. */
  String obstacle();
}
