package installer

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// given remembers that a container was given renewed certificates, and whether
// its software knows. It is written before the copy: killed at any moment, the
// next tick tells the software once more rather than never.
type given struct {
	Container string    `json:"container"` // "chat/app"
	Names     []string  `json:"names"`
	Copied    time.Time `json:"copied"`
	Told      time.Time `json:"told,omitzero"`
	How       string    `json:"how,omitempty"` // "reload" or "restart"
	Problem   string    `json:"problem,omitempty"`
}

func (g given) name() string { return "certificates-" + strings.ReplaceAll(g.Container, "/", ".") }

func (g given) pending() bool { return g.Told.Before(g.Copied) }

// restartHour is when a container is restarted whose software takes up a
// certificate in no other way: people sleep.
const restartHour = 4

// due says whether such a container is to be restarted now.
func (g given) due(now time.Time) bool {
	return !now.Before(nightly(restartHour).after(g.Copied.In(now.Location())))
}

// reloadPatience is how long software may take to hear of a certificate.
const reloadPatience = time.Minute

// giveRenewed copies what the gateway renewed to the containers that show it
// themselves, and tells their software.
func (t *ticking) giveRenewed(ctx context.Context) (faults []string, err error) {
	applied := t.request.State.applied()
	if applied == nil {
		return nil, nil
	}
	from := t.request.State.giver(applied, t.vault, t.now)
	for _, container := range applied.Containers() {
		if len(container.Certificates) == 0 {
			continue
		}
		if err := t.keepGiven(ctx, from, container); err != nil {
			faults = append(faults, container.FullName()+": "+err.Error())
		}
	}
	return faults, ctx.Err()
}

func (t *ticking) keepGiven(ctx context.Context, from giver, container *site.Container) error {
	record := given{Container: container.FullName()}
	_ = t.request.State.readRecord(record.name(), &record)
	if stale := from.stale(container); len(stale) > 0 {
		record = given{Container: container.FullName(), Names: stale, Copied: t.now.UTC()}
		if err := t.renewGiven(ctx, from, container, record); err != nil {
			return err
		}
	}
	if !record.pending() {
		return from.dropNames(container)
	}
	how, err := t.tell(ctx, container, record)
	if err == nil && how == "" {
		return nil // not yet
	}
	record.How, record.Problem = how, ""
	if err != nil {
		record.Problem = t.vault.Redact(err.Error())
	} else {
		record.Told = t.now.UTC()
		t.note(how + " " + container.FullName())
	}
	if failed := t.request.State.writeRecord(record.name(), record); failed != nil {
		return failed
	}
	return err
}

func (t *ticking) renewGiven(ctx context.Context, from giver, container *site.Container, record given) error {
	user, group, err := t.engine.Owner(ctx, container)
	if err != nil {
		return err
	}
	if err := t.request.State.writeRecord(record.name(), record); err != nil {
		return err
	}
	t.note("gave " + strings.Join(record.Names, " ") + " to " + container.FullName())
	return from.give(container, owner{user, group})
}

// note adds to what the journal says of this task.
func (t *ticking) note(done string) { t.said = strings.TrimPrefix(t.said+", "+done, ", ") }

// tell has the software of a container take up its certificates: by its own
// command, else by a restart in the night. "" is not yet. What does not run
// reads them when it starts.
func (t *ticking) tell(ctx context.Context, container *site.Container, record given) (how string, err error) {
	running, err := t.engine.Running(ctx, container.Service)
	if err != nil {
		return "", err
	}
	id := newestOf(running, container.Name)
	reloads, all := reloadsOf(container, record.Names)
	switch {
	case id == "":
		return "found stopped", nil
	case all:
		return "reload", t.reload(ctx, id, reloads)
	case !record.due(t.now):
		return "", nil
	}
	return "restart", t.engine.Restart(ctx, id)
}

func newestOf(running []plan.Container, name string) string {
	id, newest := "", int64(-1)
	for _, existing := range running {
		if existing.Container == name && existing.Created > newest {
			id, newest = existing.ID, existing.Created
		}
	}
	return id
}

// reloadsOf lists the commands that take up these names, each once; all says
// that every folder with one of them has a command.
func reloadsOf(container *site.Container, names []string) (reloads [][]string, all bool) {
	all = true
	for _, folder := range container.Certificates {
		if !slices.ContainsFunc(folder.Hosts, func(host string) bool { return slices.Contains(names, host) }) {
			continue
		}
		known := slices.ContainsFunc(reloads, func(other []string) bool { return slices.Equal(other, folder.Reload) })
		switch {
		case folder.Reload == nil:
			all = false
		case !known:
			reloads = append(reloads, folder.Reload)
		}
	}
	return reloads, all
}

func (t *ticking) reload(ctx context.Context, id string, commands [][]string) error {
	ctx, cancel := context.WithTimeout(ctx, reloadPatience)
	defer cancel()
	for _, command := range commands {
		said := &head{}
		code, err := t.engine.Exec(ctx, id, command, nil, said, said)
		if err != nil {
			return fmt.Errorf("reload: %w", err)
		}
		if code != 0 {
			return fmt.Errorf("%s ended with code %d: %s", command[0], code, strings.TrimSpace(visible(said.text.String())))
		}
	}
	return nil
}
