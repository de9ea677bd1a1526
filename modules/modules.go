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
//go:embed all:cryptpad all:dokuwiki all:etherpad all:forgejo all:freshrss all:hedgedoc all:jitsi all:mariadb all:mattermost all:mediawiki all:miniflux all:mobilizon all:mumble all:nextcloud all:ntfy all:peertube all:postgresql all:privatebin all:prosody all:radicale all:redis all:roundcube all:searxng all:shaarli all:snac all:synapse all:vaultwarden all:wordpress
var Files embed.FS

// Proofs says which content of which module went through its whole life: what
// chatiere module test --record wrote. Nothing else makes a module "live".
//
//go:embed PROOFS.json
var Proofs []byte
