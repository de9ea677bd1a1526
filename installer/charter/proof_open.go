package charter

import (
	"fmt"
	"slices"
	"strings"

	"framagit.org/chatiere/chatiere/installer/site"
)

func proveOpen(l look) outcome {
	switch l.duty.ID {
	case "open.free-software", "open.free-software-strict":
		return freeSoftware(l)
	case "open.proprietary-exception", "open.proprietary-listed", "open.exception-approved":
		return exceptions(l)
	case "open.licences-mentioned":
		return eachService(l, func(s *site.Service) bool { return s.Software.License == "" || s.Software.Source == "" },
			"licence et adresse du code source", "licence and source address")
	case "open.open-formats", "open.data-portability":
		return eachService(l, func(s *site.Service) bool { return s.Rights == nil || len(s.Rights.Formats) == 0 },
			"manière et formats d’export", "the way and formats of export")
	case "open.account-deletion":
		return eachService(l, func(s *site.Service) bool { return s.Rights == nil || s.Rights.Within == "" },
			"manière et délai d’effacement", "the way and delay of erasure")
	case "open.free-os":
		return freeOS(l)
	case "open.package-list-yearly":
		return packageList(l)
	case "open.contribute":
		return contributed(l)
	}
	return pledged(l)
}

// freeSoftware judges what modules and operators declare. What images hold
// beside it was not read, and the sentence says so.
func freeSoftware(l look) outcome {
	if len(l.Services) == 0 {
		return unverified("aucun service n’est encore choisi", "no service is chosen yet", "software")
	}
	var refused, open, silent []string
	for _, service := range l.Services {
		label := service.Software.Name + " (" + service.Software.License + ")"
		switch Judge(service.Software.License) {
		case NotFree:
			refused = append(refused, label)
		case ToBeJudged:
			open = append(open, label)
		case FreeFSFSilent:
			silent = append(silent, label)
		}
	}
	switch {
	case len(refused) > 0:
		names := strings.Join(refused, ", ")
		return notMet("e cette licence n’est pas libre : "+names, "this licence is not free: "+names, "software")
	case len(open) > 0:
		names := strings.Join(open, ", ")
		return unverified("licence à juger par une personne : "+names, "licence for a person to judge: "+names, "software")
	}
	return met(Declared, "licences déclarées par les modules, libres"+remark(silent, " (selon l’OSI et Debian, la FSF ne s’est pas prononcée : ")+" ; les paquets des images n’ont pas été lus",
		"licences declared by the modules, free"+remark(silent, " (by OSI and Debian, the FSF being silent: ")+"; the packages of images were not read", "software")
}

func remark(names []string, opening string) string {
	if len(names) == 0 {
		return ""
	}
	return opening + strings.Join(names, ", ") + ")"
}

// exceptions are duties only of those who use something proprietary. That the
// collective approved one is never concluded: a module cites precedents only.
func exceptions(l look) outcome {
	used := 0
	for _, service := range l.Services {
		used += len(service.Exceptions)
	}
	switch {
	case used == 0:
		return met(Declared, "sans objet : aucune dépendance propriétaire déclarée", "not concerned: no proprietary dependency is declared", "exceptions")
	case l.duty.ID == "open.proprietary-listed":
		return met(Declared, fmt.Sprintf("%d dépendances listées", used), fmt.Sprintf("%d dependencies are listed", used))
	case l.duty.ID == "open.exception-approved":
		return unverified("l’avis du collectif n’est pas consigné", "the collective’s opinion is not recorded", "exceptions")
	}
	return unverified("le collectif doit en juger", "the collective must judge", "exceptions")
}

// freeSystems are the os-release ids of distributions whose main archive is
// free by their own rules. Others are for a person to judge.
func freeSystems() []string {
	return []string{
		"alpine", "debian", "devuan", "fedora", "freebsd", "guix", "nixos",
		"openbsd", "opensuse-leap", "pureos", "trisquel",
	}
}

func freeOS(l look) outcome {
	system := l.evidence.OS
	switch {
	case !system.Measured():
		return unverified("le système n’a pas encore été constaté", "the system was not measured yet", "infrastructure")
	case !slices.Contains(freeSystems(), system.ID):
		return unverified("à juger par une personne : "+system.Name, "for a person to judge: "+system.Name, "infrastructure")
	}
	return met(Measured, system.Name+" sur "+system.Machine+", constaté le "+system.Time.Format("02/01/2006")+" ; ses paquets hors de main n’ont pas été lus",
		system.Name+" on "+system.Machine+", measured on "+system.Time.Format("2006-01-02")+"; its packages outside main were not read", "infrastructure")
}

// packageList is met by names alone; versions may stay private.
func packageList(l look) outcome {
	var subjects []string
	for _, list := range l.evidence.Packages {
		if l.evidence.At.Sub(list.Time).Hours() < 365*24 && len(list.Names) > 0 {
			subjects = append(subjects, list.Subject)
		}
	}
	if len(subjects) == 0 {
		return notMet("e la liste des paquets n’est pas encore publiée", "the list of packages is not published yet")
	}
	names := strings.Join(subjects, ", ")
	return met(Measured, "liste publiée pour "+names, "the list is published for "+names)
}

func contributed(l look) outcome {
	if len(l.Contributions) == 0 {
		return notMet("’aucune contribution n’est encore listée", "no contribution is listed yet")
	}
	return met(Declared, fmt.Sprintf("%d contributions listées", len(l.Contributions)), fmt.Sprintf("%d contributions are listed", len(l.Contributions)))
}
