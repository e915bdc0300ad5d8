/** What {@code model.layers} of a configuration is made of. */
package io.catwalk.models.blocks;
