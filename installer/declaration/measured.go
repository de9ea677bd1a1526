package declaration

import (
	"framagit.org/chatiere/chatiere/installer/charter"
	"framagit.org/chatiere/chatiere/installer/site"
)

// hardware is one measured line of the main machine.
type hardware struct {
	Label string
	charter.Fact
}

// SystemLabel is the distribution as measured, without its version when
// versions stay private.
func (v *view) SystemLabel() string { return systemOf(v.Site, v.Evidence) }

// Hardware lists what was measured of the main machine and may be shown.
func (v *view) Hardware() []hardware {
	lines := []hardware{
		{"Processeur", v.Evidence.CPU},
		{"Mémoire", v.Evidence.Memory},
		{"Virtualisation", v.Evidence.Virtualisation},
	}
	if v.Site.Page.Versions != "private" {
		lines = append(lines, hardware{"Noyau", v.Evidence.Kernel})
	}
	var shown []hardware
	for _, line := range lines {
		if line.Measured() && line.Value != "" {
			if line.Value == "none" {
				line.Value = "aucune"
			}
			shown = append(shown, line)
		}
	}
	return shown
}

// exceptionView is one proprietary dependency and the service that has it.
type exceptionView struct {
	Service   string
	Exception site.Exception
}

// Exceptions lists the proprietary dependencies of announced services.
func (v *view) Exceptions() []exceptionView {
	var found []exceptionView
	for _, service := range v.Services {
		for _, exception := range service.Exceptions {
			found = append(found, exceptionView{service.Name(), exception})
		}
	}
	return found
}
