package io.catwalk.pipeline.storage;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.net.NetUtils;

/**
 * Tells at once that nobody listens where a NameNode is to be. Hadoop's client would wait for one
 * that starts again ({@link NetworkLimits}): a minute for a port that was mistyped.
 */
final class NameNodeProbe {

  private static final int USUAL_PORT = 8020;
  private static final int MILLIS = 2_000;

  private NameNodeProbe() {}

  /**
   * @throws ConnectException when the host refuses; whatever else is wrong, Hadoop's client tells
   */
  static void check(Path path, Configuration configuration) throws ConnectException {
    URI uri = path.toUri();
    if (uri.getScheme() == null || uri.getAuthority() == null) {
      uri = FileSystem.getDefaultUri(configuration);
    }
    if (!"hdfs".equals(uri.getScheme()) || uri.getHost() == null || isName(uri, configuration)) {
      return;
    }
    int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
    try (Socket socket = NetUtils.getDefaultSocketFactory(configuration).createSocket()) {
      socket.connect(new InetSocketAddress(uri.getHost(), port), MILLIS);
    } catch (ConnectException e) {
      ConnectException told =
          new ConnectException(uri.getHost() + ":" + port + ": " + e.getMessage());
      told.initCause(e);
      throw told;
    } catch (IOException e) {
      // Nothing that waiting for a start would hide.
    }
  }

  /** Of several NameNodes that stand in for each other. */
  private static boolean isName(URI uri, Configuration configuration) {
    return configuration.getTrimmedStringCollection("dfs.nameservices").contains(uri.getHost());
  }
}
