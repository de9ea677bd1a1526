package declaration

import "framagit.org/chatiere/chatiere/installer/site"

// machineView is a machine as the page shows it.
type machineView struct {
	site.Machine
	Main bool // the one that chatiere runs on: the only one that it measured
}

// AllMachines lists every machine that is described, the main one first.
func (v *view) AllMachines() []machineView {
	var found []machineView
	if v.Hosting != nil {
		found = append(found, machineView{*v.Hosting, true})
	}
	for _, machine := range v.Machines {
		found = append(found, machineView{machine, false})
	}
	return found
}

// Label names the machine for people.
func (m machineView) Label() string {
	if m.Main {
		return "Machine principale"
	}
	return m.ID
}

// ProviderName is who hosts the machine: ourselves, when it stands at home.
func (v *view) ProviderName(m site.Machine) string {
	if m.Provider == "" && m.ProviderType == "HOME" {
		if v.Organization != nil {
			return orElse(v.Organization.LegalName, v.Site.Name)
		}
		return v.Site.Name
	}
	return m.Provider
}

// Form says what kind of machine it is and whose.
func (m machineView) Form() string { return formOf(m.Machine) }

func formOf(m site.Machine) string {
	kind := map[string]string{
		"NANO": "nano-ordinateur", "PHYSICAL": "machine physique", "VIRTUAL": "machine virtuelle",
		"SHARED": "hébergement mutualisé", "CLOUD": "infrastructure à plusieurs serveurs",
	}[m.ServerType]
	owner := map[string]string{
		"HOME": "chez nous", "HOSTEDBAY": "à nous, dans la baie d’un hébergeur",
		"HOSTEDSERVER": "sur un serveur loué", "OUTSOURCED": "louée, entièrement confiée à l’hébergeur",
	}[m.ProviderType]
	if kind == "" || owner == "" {
		return kind + owner
	}
	return kind + ", " + owner
}

// Above says who else than us can read what the machine holds: a rented
// machine is never ours alone, and root inside it does not change that.
func (m machineView) Above() string {
	switch {
	case m.ProviderType == "HOME":
		return "La machine est dans nos murs."
	case m.ProviderType == "HOSTEDBAY":
		return "L’hébergeur peut s’approcher de la machine."
	case m.ServerType == "PHYSICAL":
		return "L’hébergeur possède la machine et peut accéder à ses disques."
	}
	return "L’hébergeur tient la machine physique : il peut en lire la mémoire et les disques."
}

// HasRoot says that we administer it.
func (m machineView) HasRoot() bool { return m.Control == "root" }

// RunsContainers says that at least one service is ours to run.
func (v *view) RunsContainers() bool {
	for _, service := range v.Site.Services {
		if service.External == nil {
			return true
		}
	}
	return false
}

// Administrators counts who has root, and how many of them signed.
func (v *view) Administrators() (counts struct{ All, Signed int }) {
	for _, person := range v.People {
		if len(person.Root) > 0 {
			counts.All++
			if person.Signed != "" {
				counts.Signed++
			}
		}
	}
	return counts
}
