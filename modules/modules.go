// Package modules carries the service modules that ship with chatière: one
// folder each, written in the module language and read by the catalogue as
// any other module is. It holds no code of theirs.
package modules

import "embed"

// Files has one folder for each shipped module, named after it. A module's
// image is built from here, so every file of its context is in it, hidden or
// not; file modes are not (embed forgets them), which is why a Containerfile
// says itself what may be executed.
//
//go:embed all:dokuwiki all:miniflux all:postgresql all:radicale
var Files embed.FS
