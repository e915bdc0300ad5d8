package io.catwalk.pipeline.registry;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;

/** Checksums of what is stored. */
final class Sha256 {

  private Sha256() {}

  static String hex(byte[] bytes) {
    return DigestUtils.sha256Hex(bytes);
  }

  /** Of all that a stream still holds. */
  static VersionManifest.FileFacts facts(InputStream in) throws IOException {
    MessageDigest digest = DigestUtils.getSha256Digest();
    byte[] buffer = new byte[1 << 16];
    long bytes = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      digest.update(buffer, 0, n);
      bytes += n;
    }
    return new VersionManifest.FileFacts(bytes, HexFormat.of().formatHex(digest.digest()));
  }
}
