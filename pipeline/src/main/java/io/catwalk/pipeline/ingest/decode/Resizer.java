package io.catwalk.pipeline.ingest.decode;

import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;

import io.catwalk.models.ImageShape;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Scales a part of a decoded image and lays it out as a network reads it. Averages where it
 * shrinks, interpolates where it grows.
 */
final class Resizer implements AutoCloseable {

  private final ImageShape shape;
  private final Mat shrunk = new Mat();
  private final Mat grown = new Mat();
  private final byte[] interleaved;

  Resizer(ImageShape shape) {
    this.shape = shape;
    this.interleaved = new byte[shape.values()];
  }

  /**
   * @param image 8 bits, as many channels as the shape, blue before green before red
   * @param geometry for the image in full
   * @param reduction by which the present image is smaller than that, at least 1
   * @return a new array, channels × height × width, red before green before blue
   */
  byte[] resize(Mat image, ResizeGeometry geometry, int reduction) {
    int x = Math.min(image.cols() - 1, geometry.x() / reduction);
    int y = Math.min(image.rows() - 1, geometry.y() / reduction);
    int width = Math.min(image.cols() - x, ceil(geometry.width(), reduction));
    int height = Math.min(image.rows() - y, ceil(geometry.height(), reduction));
    try (Rect part = new Rect(x, y, width, height);
        Mat used = new Mat(image, part)) {
      return layOut(scale(used, geometry.scaledWidth(), geometry.scaledHeight()), geometry);
    }
  }

  private static int ceil(int length, int reduction) {
    return (length + reduction - 1) / reduction;
  }

  /**
   * The last of the matrices that holds the result; each step is left out where it would change
   * nothing.
   */
  private Mat scale(Mat used, int width, int height) {
    Mat smaller =
        step(used, shrunk, Math.min(used.cols(), width), Math.min(used.rows(), height), INTER_AREA);
    return step(smaller, grown, width, height, INTER_LINEAR);
  }

  private static Mat step(Mat from, Mat to, int width, int height, int interpolation) {
    if (from.cols() == width && from.rows() == height) {
      return from;
    }
    try (Size size = new Size(width, height)) {
      opencv_imgproc.resize(from, to, size, 0, 0, interpolation);
    }
    return to;
  }

  private byte[] layOut(Mat scaled, ResizeGeometry geometry) {
    int channels = shape.channels();
    int row = geometry.scaledWidth() * channels;
    byte[] planes = new byte[shape.values()];
    for (int y = 0; y < geometry.scaledHeight(); y++) {
      try (BytePointer line = scaled.ptr(y)) {
        line.get(interleaved, 0, row);
      }
      int to = (geometry.top() + y) * shape.width() + geometry.left();
      if (channels == 1) {
        System.arraycopy(interleaved, 0, planes, to, row);
      } else {
        separate(planes, to, geometry.scaledWidth());
      }
    }
    return planes;
  }

  private void separate(byte[] planes, int to, int width) {
    int plane = shape.height() * shape.width();
    for (int x = 0, from = 0; x < width; x++, from += 3) {
      planes[to + x] = interleaved[from + 2];
      planes[to + x + plane] = interleaved[from + 1];
      planes[to + x + 2 * plane] = interleaved[from];
    }
  }

  @Override
  public void close() {
    shrunk.close();
    grown.close();
  }
}
