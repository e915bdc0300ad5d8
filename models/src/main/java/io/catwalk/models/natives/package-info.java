/**
 * Large native libraries, packed in the application's jar and unpacked once a machine: deflate,
 * which a jar compresses with, leaves them twice as large as Zstandard does.
 */
package io.catwalk.models.natives;
