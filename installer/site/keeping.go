package site

func (l *loading) readBackup(b *block) {
	b.need("repository")
	backup := &Backup{
		Repository: b.string("repository", filled),
		Place:      b.string("place", filled),
		Schedule:   b.string("schedule", schedule),
		Keep:       b.counts("keep", "last", "hourly", "daily", "weekly", "monthly", "yearly"),
		Drill:      b.string("drill", oneOf("daily", "weekly", "monthly")),
	}
	b.each("copy", 1, func(each *block, id string) {
		each.need("repository")
		backup.Copies = append(backup.Copies, BackupCopy{
			ID:         id,
			Repository: each.string("repository", filled),
			Place:      each.string("place", filled),
			Schedule:   each.string("schedule", schedule),
		})
	})
	l.file.Backup = backup
}

func (l *loading) readLogs(b *block) {
	logs := &Logs{DecidedBy: b.string("decided_by", filled), On: b.string("on", date)}
	b.each("kind", 1, func(each *block, kind string) {
		logs.Kinds = append(logs.Kinds, readLogKind(each, kind))
	})
	l.file.Logs = logs
}

func readLogKind(b *block, kind string) LogKind {
	contents := []string{"none", "anonymous", "full"}
	if kind == "creation" {
		contents = []string{"none", "full"}
	}
	if detail, bad := oneOf("access", "creation", "application", "system", "front")(kind); bad {
		b.refuse(b.where, say("Unknown kind of log %q", kind), detail)
	}
	read := LogKind{
		Kind:      kind,
		Content:   b.string("content", oneOf(contents...)),
		Retention: b.string("retention", period),
		Reason:    b.text("reason"),
	}
	if kind == "access" || kind == "creation" {
		b.need("content") // nobody chooses silently
	}
	if read.Content != "none" {
		b.need("retention")
	}
	return read
}

// readLife reads what happens over the years.
func (l *loading) readLife(top *block) {
	top.only("finances", func(b *block) { l.file.Finances = &Finances{Model: b.text("model")} })
	top.each("year", 1, func(b *block, id string) {
		if detail, bad := matching(id, `^[0-9]{4}$`, say("Write four digits, for example %q.", "2026")); bad {
			l.refuse(b.where, say("Wrong name %q", id), detail)
		}
		l.file.Years = append(l.file.Years, Year{ID: id, Accounts: b.string("accounts", webAddress), Activity: b.string("activity", webAddress)})
	})
	top.each("meeting", 1, func(b *block, id string) {
		l.file.Meetings = append(l.file.Meetings, Meeting{ID: id, When: b.text("when"), Where: b.text("where")})
	})
	top.each("contribution", 1, func(b *block, id string) {
		l.file.Contributions = append(l.file.Contributions, Contribution{
			ID: id, On: b.string("on", date), What: b.text("what"), URL: b.string("url", webAddress),
		})
	})
	top.each("pause", 1, l.readPause)
}

func (l *loading) readPause(b *block, id string) {
	b.need("from", "until")
	pause := Pause{ID: id, From: b.string("from", date), Until: b.string("until", date), Text: b.text("text")}
	b.ordered("from", pause.From, "until", pause.Until)
	l.file.Pauses = append(l.file.Pauses, pause)
}

// ordered refuses a second date before the first; ISO dates compare as text.
func (b *block) ordered(first, earlier, second, later string) {
	if earlier != "" && later != "" && later < earlier {
		b.refuse(b.file.Ranges[b.at(second)], say("%q comes before %q", second, first), say("Change one of the two dates."))
	}
}

func (l *loading) readCharter(b *block) {
	b.need("accepted", "by")
	charter := &Charter{
		Text:      b.string("text", webAddress),
		SHA256:    b.string("sha256", digest),
		Accepted:  b.string("accepted", date),
		By:        b.string("by", filled),
		DecidedBy: b.text("decided_by"),
	}
	b.each("pledge", 1, func(each *block, id string) {
		each.need("by", "on")
		charter.Pledges = append(charter.Pledges, Pledge{
			ID: id, Statement: each.text("statement"), By: each.string("by", filled), On: each.string("on", date),
		})
	})
	l.file.Charter = charter
}

func (l *loading) readMembership(b *block) {
	b.need("accepted", "decision")
	l.file.Membership = &Membership{
		Accepted: b.string("accepted", date), Decision: b.string("decision", webAddress),
	}
}
