// Package preflight looks at the real machine and names what would fail, and
// the fix. It changes nothing and asks no third party.
package preflight

// Finding is one thing that would fail, in English sentences that package
// locale translates: What and Fix are formats, with their arguments.
type Finding struct {
	Blocking   bool
	What       string
	WhatValues []any
	Fix        string
	FixValues  []any
}
