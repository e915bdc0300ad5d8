package io.catwalk.pipeline.train.data;

import io.catwalk.models.ImageShape;
import java.io.Serializable;

/**
 * One example of a {@code DataSet}.
 *
 * @param shape of the image
 * @param features channel after channel, row after row
 * @param target one number a class
 */
public record FloatExample(ImageShape shape, float[] features, float[] target)
    implements Serializable {}
