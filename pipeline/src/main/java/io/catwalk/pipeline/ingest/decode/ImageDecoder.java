package io.catwalk.pipeline.ingest.decode;

import static org.bytedeco.opencv.global.opencv_core.CMP_EQ;
import static org.bytedeco.opencv.global.opencv_core.CV_64F;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_GRAYSCALE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_COLOR_2;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_COLOR_4;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_COLOR_8;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_2;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_4;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_8;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_UNCHANGED;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.dataset.QuarantineReason;
import io.catwalk.pipeline.ingest.decode.PixelDecoder.DecodedPixels;
import io.catwalk.pipeline.ingest.format.BadImageException;
import io.catwalk.pipeline.ingest.format.BmpPixels;
import io.catwalk.pipeline.ingest.format.ExifOrientation;
import io.catwalk.pipeline.ingest.format.GifFrame;
import io.catwalk.pipeline.ingest.format.HuffmanTables;
import io.catwalk.pipeline.ingest.format.ImageHeader;
import io.catwalk.pipeline.ingest.format.JpegCheck;
import io.catwalk.pipeline.ingest.format.PngStill;
import io.catwalk.pipeline.ingest.format.WebpStill;
import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * Turns image files into pixels of one shape, on the calling thread. It holds native memory that
 * grows to the largest image seen and is freed by {@link #close}. Not thread-safe: one a task.
 *
 * <p>A JPEG is decoded at one of the scales 1/2, 1/4, 1/8, which the format allows at a fraction of
 * the time; the rest of the way is averaged by area. {@link ReducedJpeg} does it for baseline files
 * and tells of damaged data. OpenCV reads whatever else there is, JPEGs at a scale of at least
 * twice the target, once {@link JpegCheck} has found their data whole.
 */
public final class ImageDecoder implements PixelDecoder {

  /**
   * Raised whenever the same file would give other pixels: it is part of every dataset's version.
   */
  public static final int REVISION = 4;

  private static final int FIRST_BUFFER = 1 << 18;

  private final ImageShape shape;
  private final ResizeMode mode;
  private final long maxPixels;
  private final JpegScale scale;
  private final Resizer resizer;
  private final ReducedJpeg reducedJpeg;
  private final HuffmanTables checkedTables = new HuffmanTables();

  /** Empty when a file begins, so that no file is ever taken for the one before. */
  private final Mat decoded = new Mat();

  private BytePointer input = new BytePointer(FIRST_BUFFER);

  /**
   * @param maxMegapixels an image with more pixels by its header is not decoded
   */
  public ImageDecoder(ImageShape shape, ResizeMode mode, int maxMegapixels) {
    this(shape, mode, maxMegapixels, JpegScale.OWN);
  }

  /** Who decodes JPEGs at a fraction of their size, to compare. */
  public enum JpegScale {
    /** {@link ReducedJpeg} where it can, else OpenCV. */
    OWN,
    /** OpenCV alone. */
    OPENCV,
    /** Nobody: they are decoded in full. */
    FULL
  }

  /**
   * @param scale how JPEGs are decoded
   */
  public ImageDecoder(ImageShape shape, ResizeMode mode, int maxMegapixels, JpegScale scale) {
    opencv_core.setNumThreads(1); // a Spark task has one core, others run beside it
    this.shape = shape;
    this.mode = mode;
    this.maxPixels = maxMegapixels * 1_000_000L;
    this.scale = scale;
    this.resizer = new Resizer(shape);
    this.reducedJpeg = new ReducedJpeg(shape);
  }

  @Override
  public DecodedPixels decode(byte[] file) throws BadImageException {
    decoded.release();
    try {
      return decodeSound(file);
    } catch (RuntimeException e) {
      // OpenCV's own exceptions arrive as plain RuntimeException, and damaged data leads parsers
      // out of their arrays: this image
      // is bad, the next may be good.
      throw BadImageException.corrupt(firstLine(e));
    }
  }

  private DecodedPixels decodeSound(byte[] given) throws BadImageException {
    byte[] file = WebpStill.of(given);
    ImageHeader header = ImageHeader.read(file);
    if (header.pixels() > maxPixels) {
      throw new BadImageException(
          QuarantineReason.TOO_LARGE,
          String.format(
              Locale.ROOT,
              "%d×%d pixels, at most %d megapixels allowed",
              header.width(),
              header.height(),
              maxPixels / 1_000_000));
    }
    int width = header.uprightWidth();
    int height = header.uprightHeight();
    ResizeGeometry geometry = ResizeGeometry.of(width, height, shape, mode);
    boolean reduces = header.format() == ImageHeader.Format.JPEG && scale != JpegScale.FULL;
    if (reduces && scale == JpegScale.OWN && geometry.fineReduction() > 1) {
      byte[] pixels = reducedJpeg.decode(file, header, geometry, geometry.fineReduction());
      if (pixels != null) {
        return new DecodedPixels(pixels, width, height);
      }
    }
    int reduction = reduces ? geometry.reduction() : 1;
    if (header.format() != ImageHeader.Format.GIF) {
      DecoderDoor.admit(file, header);
    }
    long room = DecodingRoom.bytes(file, header, reduction);
    LargeImages.requireRoom(room);
    try (LargeImages.Pass pass = LargeImages.pass(room)) {
      load(file, header, reduction);
      header.requireSize(decoded.cols(), decoded.rows(), reduction);
      if (header.orientation() != ExifOrientation.UPRIGHT) {
        Turn.of(header.orientation()).apply(decoded);
      }
      byte[] pixels = resizer.resize(decoded, geometry, reduction);
      if (room >= LargeImages.LARGE) {
        decoded.release();
      }
      return new DecodedPixels(pixels, width, height);
    }
  }

  @Override
  public DecodedPixels resize(byte[] grey, int width, int height) {
    ResizeGeometry geometry = ResizeGeometry.of(width, height, shape, mode);
    fill(grey);
    try (Mat view = new Mat(height, width, CV_8UC1, input)) {
      if (shape.channels() == 1) {
        return new DecodedPixels(resizer.resize(view, geometry, 1), width, height);
      }
      opencv_imgproc.cvtColor(view, decoded, opencv_imgproc.COLOR_GRAY2BGR);
      return new DecodedPixels(resizer.resize(decoded, geometry, 1), width, height);
    }
  }

  /**
   * The same for pixels in OpenCV's order: grey, blue-green-red, or that and alpha, which is laid
   * over white.
   *
   * @param values uint8, a pixel's values side by side, row by row
   */
  public DecodedPixels resizePixels(byte[] values, int width, int height) {
    int channels = values.length / (width * height);
    if (channels == 1) {
      return resize(values, width, height);
    }
    ResizeGeometry geometry = ResizeGeometry.of(width, height, shape, mode);
    fill(values);
    try (Mat view = new Mat(height, width, CV_8UC(channels), input)) {
      view.copyTo(decoded);
    }
    if (channels == 4) {
      flatten();
    } else {
      weigh();
    }
    return new DecodedPixels(resizer.resize(decoded, geometry, 1), width, height);
  }

  private void load(byte[] file, ImageHeader header, int reduction) throws BadImageException {
    switch (header.format()) {
      case GIF -> {
        GifFrame.read(file, header, decoded);
        weigh();
      }
      case BMP -> {
        decoded.create(header.height(), header.width(), CV_8UC3);
        BmpPixels.read(file, decoded);
        weigh();
      }
      case JPEG -> {
        JpegCheck.check(file, checkedTables);
        read(file, flags(reduction) | IMREAD_IGNORE_ORIENTATION);
      }
      case PNG -> {
        byte[] still = PngStill.of(file);
        readInColour(still, header.alpha(), PngStill.transparentGrey(still));
      }
      case WEBP -> readInColour(file, header.alpha(), -1);
    }
  }

  /**
   * Grey is weighed from the colours here: decoders differ in how they do it.
   *
   * @param clear the grey that stands for transparent in a grey image; -1 for none
   */
  private void readInColour(byte[] file, boolean alpha, int clear) throws BadImageException {
    read(file, alpha ? IMREAD_UNCHANGED : IMREAD_COLOR | IMREAD_IGNORE_ORIENTATION);
    if (clear >= 0 && decoded.channels() == 1) {
      whiten(clear);
    }
    if (alpha) {
      flatten();
    } else {
      weigh();
    }
  }

  private void read(byte[] file, int flags) throws BadImageException {
    fill(file);
    try (Mat bytes = new Mat(1, file.length, CV_8UC1, input);
        Mat result = opencv_imgcodecs.imdecode(bytes, flags, decoded)) {
      if (result.empty()) {
        throw BadImageException.corrupt("the decoder gave up");
      }
    }
  }

  /** Copies the bytes to where native code can read them. */
  private void fill(byte[] bytes) {
    if (bytes.length > input.capacity()) {
      input.close();
      input = new BytePointer(Math.max(bytes.length, FIRST_BUFFER) * 5L / 4);
    }
    input.put(bytes, 0, bytes.length);
  }

  private int flags(int reduction) {
    boolean grey = shape.channels() == 1;
    return switch (reduction) {
      case 2 -> grey ? IMREAD_REDUCED_GRAYSCALE_2 : IMREAD_REDUCED_COLOR_2;
      case 4 -> grey ? IMREAD_REDUCED_GRAYSCALE_4 : IMREAD_REDUCED_COLOR_4;
      case 8 -> grey ? IMREAD_REDUCED_GRAYSCALE_8 : IMREAD_REDUCED_COLOR_8;
      default -> grey ? IMREAD_GRAYSCALE : IMREAD_COLOR;
    };
  }

  /** Lays a decoded image that has an alpha channel over white. */
  private void flatten() {
    Flattening.overWhite(decoded);
    weigh();
  }

  /** Of three colours makes one grey, where the shape wants that. */
  private void weigh() {
    if (shape.channels() == 1) {
      opencv_imgproc.cvtColor(decoded, decoded, opencv_imgproc.COLOR_BGR2GRAY);
    }
  }

  private void whiten(int grey) {
    int white = decoded.depth() == CV_8U ? 255 : 65_535;
    try (Mat key = new Mat(1, 1, CV_64F, Scalar.all(grey));
        Mat paper = new Mat(1, 1, CV_64F, Scalar.all(white));
        Mat clear = new Mat()) {
      opencv_core.compare(decoded, key, clear, CMP_EQ);
      decoded.setTo(paper, clear);
    }
  }

  private static String firstLine(RuntimeException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage().lines().findFirst().orElse("");
  }

  @Override
  public void close() {
    decoded.close();
    input.close();
    resizer.close();
  }
}
