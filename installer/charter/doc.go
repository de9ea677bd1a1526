// Package charter holds the charter as dated data and finds the proof of each
// duty.
//
// The rules are duties.json, never code: their sentences are the kit's own
// words, their sources and the certainty of each wording stand beside them.
// Only how a duty is proven is code (proof.go and its neighbours). A duty that
// no evidence supports is not met or not verified, never a pass.
package charter
