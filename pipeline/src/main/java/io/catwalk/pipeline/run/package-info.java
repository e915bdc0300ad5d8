/** Jobs: each command's work from its configuration to a published folder. */
package io.catwalk.pipeline.run;
