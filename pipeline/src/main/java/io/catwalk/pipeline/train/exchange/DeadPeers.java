package io.catwalk.pipeline.train.exchange;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import jdk.net.ExtendedSocketOptions;

/**
 * Lets the system end a connection whose other host has died without a word: 30 seconds after its
 * last sign of life, where its own setting is two hours.
 */
final class DeadPeers {

  private static final int SILENT_SECONDS = 10;
  private static final int ASK_AGAIN_SECONDS = 5;
  private static final int ASK_TIMES = 4;

  private DeadPeers() {}

  static void notice(Socket socket) throws IOException {
    socket.setKeepAlive(true);
    set(socket, ExtendedSocketOptions.TCP_KEEPIDLE, SILENT_SECONDS);
    set(socket, ExtendedSocketOptions.TCP_KEEPINTERVAL, ASK_AGAIN_SECONDS);
    set(socket, ExtendedSocketOptions.TCP_KEEPCOUNT, ASK_TIMES);
  }

  private static void set(Socket socket, SocketOption<Integer> option, int value)
      throws IOException {
    // Not every system has them.
    if (socket.supportedOptions().contains(option)) {
      socket.setOption(option, value);
    }
  }
}
