package plan

// The causes of a copy of modules, which Diff reads.
const (
	notKept     = "no copy of it is kept yet"
	copyAltered = "its copy was changed by hand"
)

// modules keeps what services are made from, before anything is made from it
// (decision 16). A module that several are made from is kept once.
func (m *maker) modules() {
	for i := range m.want.Site.Sources {
		source := &m.want.Site.Sources[i]
		if cause := missing(m.have.Sources, source.Edition()); cause != "" && source.Folder != nil {
			m.prepared = append(m.prepared, m.add(Operation{
				Kind: SourceFetch, Target: source.Title(), Cause: cause, Source: source, Changes: changeTo("hash", source.Hash),
			}))
		}
	}
	for _, service := range m.want.Site.Services {
		for i := range service.Modules {
			module := &service.Modules[i]
			if cause := missing(m.have.Modules, module.Edition()); cause != "" {
				m.prepared = append(m.prepared, m.add(Operation{Kind: ModuleKeep, Target: module.Title(), Cause: cause, Module: module}))
			}
		}
	}
}

// missing is why a copy is to be made, "" when it is there.
func missing(copies map[string]bool, edition string) (cause string) {
	intact, there := copies[edition]
	switch {
	case !there:
		return notKept
	case !intact:
		return copyAltered
	}
	return ""
}
