/** Networks of which the first layers are frozen. */
package io.catwalk.models.transfer;
