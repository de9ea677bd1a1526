// Package declaration renders what a chaton publishes and hands in.
//
// Nothing is invented here: a value is measured, declared by a person, or
// missing. A document that lacks something mandatory, or in which a declared
// value contradicts a measured one, is not written; it waits, with its gaps
// listed, and is linked from nowhere. Render is pure: the same input and time
// give the same bytes.
package declaration
