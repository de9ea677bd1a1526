package charter

import "time"

func proveBackups(l look) outcome {
	switch l.duty.ID {
	case "transparent.backups-done":
		return backupsDone(l)
	case "transparent.backup-policy-published":
		return backupPolicy(l)
	}
	return dataLocation(l)
}

// backupsDone counts a backup only when it was read back, and not longer ago
// than two days: every schedule that the kit offers is daily or closer, and a
// night may fail once.
func backupsDone(l look) outcome {
	if len(l.evidence.Backups) == 0 {
		return notMet("’aucune sauvegarde n’a encore été constatée", "no backup was measured yet", "backups")
	}
	for _, service := range l.Services {
		if service.External == nil && len(service.Volumes) > 0 && !saved(l, service.Name) {
			return notMet("’aucune sauvegarde récente de "+service.Name+" n’a été constatée",
				"no recent backup of "+service.Name+" was measured", "backups")
		}
	}
	return met(Measured, "sauvegarde relue de chaque service", "a backup of each service was read back", "backups")
}

func saved(l look, service string) bool {
	for _, backup := range l.evidence.Backups {
		if backup.Service == service && l.evidence.At.Sub(backup.Finished) < 48*time.Hour {
			return true
		}
	}
	return false
}

func backupPolicy(l look) outcome {
	if l.Backup == nil || l.Backup.Place == "" || l.Backup.Schedule == "" || len(l.Backup.Keep) == 0 {
		return notMet("e le lieu, le rythme ou la durée des sauvegardes n’est pas encore dit",
			"the place, the rhythm or the duration of backups is not said yet")
	}
	return met(Declared, "lieu, rythme et durée écrits sur la page", "place, rhythm and duration are on the page")
}

func dataLocation(l look) outcome {
	switch {
	case l.Hosting == nil || l.Hosting.Place == "":
		return noHosting()
	case l.Backup == nil || l.Backup.Place == "":
		return notMet("e le lieu des sauvegardes n’est pas encore dit", "where backups are kept is not said yet")
	}
	return met(Declared, "lieu des données et des sauvegardes dit", "the place of data and of backups is said")
}
