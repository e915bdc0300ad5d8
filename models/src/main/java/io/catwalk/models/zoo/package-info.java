/** The networks of the catalogue. */
package io.catwalk.models.zoo;
