/** A night: new images, a challenger, the comparison with the champion, and what follows. */
package io.catwalk.pipeline.retrain;
