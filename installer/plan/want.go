package plan

import "framagit.org/chatiere/chatiere/installer/site"

// Want is what must run, after installer.Prepare allotted what was open.
type Want struct {
	Site    *site.Site
	Gateway *site.Container // the kit's own container, nil when nothing is served
	Probe   *site.Volume    // the volume that holds the probe (decision 12)
	// Filling says what that volume is to hold, each part by a text that changes
	// with it: compared, and shown.
	Filling map[string]string

	// Routes is the text of each service's routes ("" is the public site's), as
	// package installer writes them for the gateway: compared, never read.
	Routes map[string]string
	// Listeners is the text of where each service's containers reach the
	// gateway, in the same way.
	Listeners map[string]string
	// Certificates lists the names that must have one.
	Certificates []string
	// Authority says what the root of the chaton's own authority vouches for;
	// "" when there was none before, which replaces nothing.
	Authority string
	// Copies is the text of each certificate that somebody else renews, by name:
	// compared, and shown.
	Copies map[string]string
	// Lock is what the lock file must pin ("pool", "service wiki", "image …"),
	// without what is known only after a build.
	Lock map[string]string
	// Timer is what calls `chatiere tick` (decision 17), as package installer
	// writes it: compared, and named by its first line. "": nothing is to.
	Timer string
	// Shown is Site with secrets replaced by their names, for the changed fields
	// that a plan prints; nil when nothing is to be compared.
	Shown *site.Site
}

// containers lists every wanted container, the gateway first: services hang
// their routes on it.
func (w Want) containers() []*site.Container {
	var all []*site.Container
	if w.Gateway != nil {
		all = append(all, w.Gateway)
	}
	return append(all, w.Site.Containers()...)
}
