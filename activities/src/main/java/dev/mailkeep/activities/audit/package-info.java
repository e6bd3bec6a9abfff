/** What people, the product and Google did, for the operator to look up. */
@NullMarked
package dev.mailkeep.activities.audit;

import org.jspecify.annotations.NullMarked;
