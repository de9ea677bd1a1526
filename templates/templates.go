// Package templates carries the shipped templates of what a chaton publishes
// and hands in.
package templates

import "embed"

// Files holds the folders site (html/template, and one style sheet) and
// dossier (text/template).
//
//go:embed site dossier
var Files embed.FS
