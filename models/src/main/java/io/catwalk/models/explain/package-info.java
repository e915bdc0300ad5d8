/** Saliency and Grad-CAM of a network. */
package io.catwalk.models.explain;
