// Package examples carries whole chaton.hcl files, one folder for each kind of
// chaton that they are written for. They are read by people who start, run by
// `chatiere demo`, and loaded by a test, so that none of them grows old.
package examples

import "embed"

// Files has one folder for each example, with its chaton.hcl.
//
//go:embed association first-evening university-club
var Files embed.FS
