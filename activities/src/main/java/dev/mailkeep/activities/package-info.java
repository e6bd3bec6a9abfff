/** How the outside world is touched; one package a subject. */
@NullMarked
package dev.mailkeep.activities;

import org.jspecify.annotations.NullMarked;
