package io.catwalk.pipeline.doctor;

import java.util.List;

/** Looks at one thing. */
interface Check {

  /** All of them, in the order in which they are told. */
  List<Check> ALL =
      List.of(
          new VersionCheck(),
          new JavaCheck(),
          new SerialiserCheck(),
          new NativesFolderCheck(),
          new EngineCheck(),
          new ThreadCheck(),
          new SlotCheck(),
          new MemoryCheck(),
          new ClockCheck(),
          new DeviceCheck(),
          new SightCheck());

  /** What is wrong; where nothing is, one finding that says what is right, or none. */
  List<Finding> of(ClusterFacts cluster);
}
