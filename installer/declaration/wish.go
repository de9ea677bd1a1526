package declaration

// Wishes are what a page would say if somebody answered. The page is published
// without: one honest sentence stands in its place.

func wishMeetings(v *view) []Gap {
	if len(v.Meetings) > 0 {
		return nil
	}
	return gap("meeting", Board, "dire où et quand vous rencontrer : la charte le demande, et personne ne peut l’inventer",
		"say where and when you can be met: the charter asks for it and nobody can make it up")
}

func wishPeople(v *view) []Gap {
	if len(v.Team()) > 0 {
		return nil
	}
	return gap("person", Board, "dire qui est derrière le chaton, noms ou rôles", "say who is behind the chaton, names or roles")
}

func wishSuppliers(v *view) []Gap {
	if len(v.Suppliers) > 0 {
		return nil
	}
	return gap("supplier", Technical, "nommer les fournisseurs et sous-traitants", "name the suppliers and subcontractors")
}

func wishBackup(v *view) []Gap {
	if v.Backup != nil {
		return nil
	}
	return gap("backup", Technical, "dire où, quand et combien de temps les données sont sauvegardées", "say where, when and how long data is backed up")
}

func wishLogs(v *view) []Gap {
	if v.LogsDecided() {
		return nil
	}
	return gap("logs", Board, "décider combien de temps les traces sont gardées", "decide how long traces are kept")
}

func wishAccounts(v *view) []Gap {
	if len(v.Years) > 0 {
		return nil
	}
	return gap("year", Treasurer, "publier les comptes annuels et le rapport d’activité", "publish the accounts and the activity report")
}

// LogsDecided says that somebody decided, which no default ever does.
func (v *view) LogsDecided() bool {
	return v.Logs != nil && v.Logs.DecidedBy != "" && len(v.Logs.Kinds) > 0
}
