package charter

import (
	"strings"

	"framagit.org/chatiere/chatiere/installer/site"
)

func proveHosters(l look) outcome {
	switch l.duty.ID {
	case "hosters.root-access":
		return rootAccess(l)
	case "hosters.hardware-control-published":
		return hardwareControl(l)
	case "hosters.hardware-provider-named":
		return providerNamed(l)
	case "hosters.no-incompatible-provider":
		return suppliersRead(l)
	}
	return unverified("les réseaux des prestataires n’ont pas été regardés ; la relecture s’y arrête souvent",
		"the networks of the providers were not looked at; reviews often stop there", "infrastructure")
}

// machines lists every machine that is described, the kit's own first.
func machines(s *site.Site) []site.Machine {
	var found []site.Machine
	if s.Hosting != nil {
		found = append(found, *s.Hosting)
	}
	return append(found, s.Machines...)
}

func noHosting() outcome {
	return notMet("’on n’a pas encore dit où se trouve la machine", "where the machine stands has not been said yet")
}

func rootAccess(l look) outcome {
	if l.Hosting == nil {
		return noHosting()
	}
	for _, machine := range machines(l.Site) {
		if machine.Control != "root" {
			return unverified("une machine au moins n’est pas tenue comme root : le degré de contrôle est décrit, à une personne d’en juger",
				"at least one machine is not held as root: the degree of control is described, a person must judge")
		}
	}
	if l.evidence.Administrator.Value == "root" && len(l.Machines) == 0 {
		return met(Measured, "constaté comme root sur cette machine", "measured as root on this machine")
	}
	return met(Declared, "dit pour chaque machine", "said for each machine")
}

func hardwareControl(l look) outcome {
	if l.Hosting == nil {
		return noHosting()
	}
	for _, machine := range machines(l.Site) {
		if machine.Place == "" || machine.Control == "" || machine.ProviderType == "" || machine.ServerType == "" {
			return notMet("e le lieu, le genre ou le degré de contrôle d’une machine manque",
				"the place, the kind or the degree of control of a machine is missing")
		}
	}
	return met(Declared, "dit pour chaque machine : à qui elle est, où, et le degré de contrôle",
		"said for each machine: whose it is, where, and the degree of control")
}

func providerNamed(l look) outcome {
	if l.Hosting == nil {
		return noHosting()
	}
	for _, machine := range machines(l.Site) {
		if machine.Provider == "" && machine.ProviderType != "HOME" {
			return notMet("e l’hébergeur d’une machine n’est pas nommé", "the body that hosts a machine is not named")
		}
	}
	return met(Declared, "nommé pour chaque machine", "named for each machine")
}

func suppliersRead(l look) outcome {
	if len(l.Suppliers) == 0 {
		return notMet("e la liste des fournisseurs n’est pas encore faite", "the list of suppliers is not made yet")
	}
	var unread []string
	for _, supplier := range l.Suppliers {
		if supplier.Read == "" || supplier.By == "" {
			unread = append(unread, supplier.Name)
		}
	}
	if len(unread) > 0 {
		names := strings.Join(unread, ", ")
		return notMet("e personne n’a encore lu les conditions de "+names+" au regard de la charte",
			"nobody has read the terms of "+names+" against the charter yet")
	}
	return met(Declared, "conditions de chaque fournisseur de la liste lues au regard de la charte",
		"the terms of each listed supplier were read against the charter")
}
