package plan

import "framagit.org/chatiere/chatiere/installer/site"

// Want is what must run, after installer.Prepare allotted what was open.
type Want struct {
	Site    *site.Site
	Gateway *site.Container // the kit's own container, nil when nothing is served
	Probe   *site.Volume    // the volume that holds the probe (decision 12)

	// Routes is the text of each service's routes ("" is the public site's), as
	// package installer writes them for the gateway: compared, never read.
	Routes map[string]string
	// Certificates lists the names that must have one.
	Certificates []string
	// Lock is the text of the lock file without what is known only after a
	// build.
	Lock string
}

// containers lists every wanted container, the gateway first: services hang
// their routes on it.
func (w Want) containers() []*site.Container {
	var all []*site.Container
	if w.Gateway != nil {
		all = append(all, w.Gateway)
	}
	for _, service := range w.Site.Services {
		all = append(all, service.Containers...)
	}
	return all
}
