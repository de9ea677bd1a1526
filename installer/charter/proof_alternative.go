package charter

func proveAlternative(l look) outcome {
	switch l.duty.ID {
	case "alternative.no-personal-data-trade", "alternative.addresses-admin-only":
		return pledged(l)
	case "alternative.no-content-ownership":
		return unwritten(l, "terms")
	case "alternative.free-statistics-tools":
		return unverified("les pages des services n’ont pas été regardées ; ces pages-ci ne mesurent rien",
			"the pages of the services were not looked at; these pages measure nothing", "software")
	}
	return unverified("les pages des services n’ont pas été regardées dans un navigateur",
		"the pages of the services were not looked at in a browser")
}

func proveNeutral(l look) outcome {
	switch l.duty.ID {
	case "neutral.no-monitoring":
		if l.Logs == nil || l.Logs.DecidedBy == "" {
			return undecidedLogs()
		}
		return pledged(l)
	case "neutral.no-prior-censorship":
		return unwritten(l, "terms")
	case "neutral.encryption":
		return encryption(l)
	case "neutral.warrant-canary":
		return notMet("’il n’y a pas de canari de mandat", "there is no warrant canary")
	}
	return unwritten(l, "requests")
}

// encryption is never more than not verified: what protects data in transit
// was seen, nothing looked at the disks yet.
func encryption(l look) outcome {
	if online := siteOnline(l); online.state != Met {
		return unverified("le chiffrement des échanges n’a pas été constaté, celui des disques non plus",
			"neither encryption in transit nor of the disks was measured")
	}
	return unverified("échanges chiffrés constatés ; le chiffrement des disques n’a pas été regardé",
		"encryption in transit measured; the disks were not looked at")
}

func proveSolidary(l look) outcome {
	switch l.duty.ID {
	case "solidary.meet-users":
		if len(l.Meetings) == 0 {
			return notMet("’aucun rendez-vous n’est encore annoncé", "no meeting is announced yet")
		}
		return met(Declared, "lieu et dates annoncés", "place and dates are announced")
	case "solidary.reasonable-prices":
		return unverified("une personne doit lire les prix", "a person must read the prices")
	case "solidary.share-knowledge":
		return pledged(l, "contact")
	}
	return pledged(l)
}

func proveMembership(l look) outcome {
	switch l.duty.ID {
	case "membership.accept-texts":
		return acceptedTexts(l)
	case "membership.keep-docs-current":
		day := l.evidence.At
		return met(Measured, "pages réécrites le "+day.Format("02/01/2006")+" à partir des données du moment",
			"pages written again on "+day.Format("2006-01-02")+" from current data", "compliance")
	}
	return pledged(l)
}

func acceptedTexts(l look) outcome {
	c := l.Charter
	if c == nil || c.Accepted == "" || c.By == "" || len(c.DecidedBy) == 0 || c.SHA256 == "" {
		return notMet("e personne n’a encore consigné l’acceptation des textes, après les avoir lus à leur adresse",
			"nobody has recorded yet that the texts were accepted, after reading them at their address")
	}
	return met(Declared, "acceptés le "+frenchDate(c.Accepted)+" ("+c.DecidedBy.In("fr")+")",
		"accepted on "+c.Accepted+" ("+c.DecidedBy.In("en")+")", "compliance")
}
