/** Pictures of what a network looks at: saliency, Grad-CAM, and both over the image. */
package io.catwalk.pipeline.explain;
