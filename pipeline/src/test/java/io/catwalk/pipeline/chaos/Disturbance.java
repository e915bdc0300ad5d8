package io.catwalk.pipeline.chaos;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** What happens to a cluster while a network is trained on it, and how it passes. */
enum Disturbance {
  EXECUTOR_KILLED {
    @Override
    Recovery strike(Victims victims, Random dice) throws IOException {
      victims.executor(victims.worker(dice)).ifPresent(victims::kill);
      return NOTHING_TO_DO;
    }
  },
  WORKER_KILLED {
    @Override
    Recovery strike(Victims victims, Random dice) throws IOException {
      victims.kill(victims.worker(dice));
      return victims::restart;
    }
  },
  EXECUTOR_STOPPED {
    @Override
    Recovery strike(Victims victims, Random dice) throws IOException {
      return stopped(victims, victims.executor(victims.worker(dice)).stream().toList());
    }
  },
  HOST_STOPPED {
    @Override
    Recovery strike(Victims victims, Random dice) throws IOException {
      ProcessHandle worker = victims.worker(dice);
      return stopped(victims, Stream.concat(Stream.of(worker), worker.descendants()).toList());
    }
  },
  CONNECTION_CUT {
    @Override
    boolean isPossible(Victims victims) {
      return victims.canCut();
    }

    @Override
    Recovery strike(Victims victims, Random dice) throws IOException {
      Optional<ProcessHandle> executor = victims.executor(victims.worker(dice));
      executor.ifPresent(process -> victims.cut(process, dice));
      return NOTHING_TO_DO;
    }
  },
  DISK_FULL {
    @Override
    boolean isPossible(Victims victims) throws IOException {
      return victims.hasSmallDisk();
    }

    @Override
    Recovery strike(Victims victims, Random dice) {
      victims.fill();
      return () -> {
        victims.empty();
        // A DataNode whose only disk took nothing more has ended itself.
        victims.restart();
      };
    }
  },
  DATANODE_KILLED {
    @Override
    Recovery strike(Victims victims, Random dice) throws IOException {
      victims.kill(victims.daemon("datanode" + (1 + dice.nextInt(2))));
      return victims::restart;
    }
  },
  NAMENODE_KILLED {
    @Override
    Recovery strike(Victims victims, Random dice) throws IOException {
      victims.kill(victims.daemon("namenode"));
      return victims::restart;
    }
  };

  private static final Recovery NOTHING_TO_DO = () -> {};

  /** Ends the disturbance. */
  interface Recovery {
    void recover() throws IOException;
  }

  /** Whether this machine allows it. */
  boolean isPossible(Victims victims) throws IOException {
    return true;
  }

  abstract Recovery strike(Victims victims, Random dice) throws IOException;

  private static Recovery stopped(Victims victims, List<ProcessHandle> processes) {
    victims.signal("STOP", processes);
    return () -> victims.signal("CONT", processes);
  }
}
