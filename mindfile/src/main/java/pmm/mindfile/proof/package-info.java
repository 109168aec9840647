/**
 * What can be proved of a mind without its file: that an event is in it, that one state continues
 * another, and who signed a state (RFC 6962 proofs, C2SP signed notes, Ed25519).
 */
@NullMarked
package pmm.mindfile.proof;

import org.jspecify.annotations.NullMarked;
