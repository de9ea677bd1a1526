package trial

import (
	"context"
	"fmt"
	"slices"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// restart stops every container and starts them in the wrong order, the
// databases last: at boot the engine starts all of them at once and waits for
// none (decision 15).
func (l *life) restart(ctx context.Context) (told plan.Sentence, err error) {
	ids, err := l.runningIDs(ctx)
	if err != nil {
		return told, err
	}
	engine, containers := l.chaton.standing.Engine(), slices.Clone(l.chaton.service().Containers)
	slices.Reverse(containers)
	for _, kind := range []plan.Kind{plan.ContainerStop, plan.ContainerStart, plan.HealthWait} {
		for _, container := range containers {
			operation := plan.Operation{Kind: kind, Target: container.FullName(), Object: ids[container.Name], Container: container}
			if err := engine.Do(ctx, operation, nil); err != nil {
				return told, err
			}
		}
	}
	return l.restartedByEngine(ctx, ids)
}

func (l *life) runningIDs(ctx context.Context) (map[string]string, error) {
	found, err := l.chaton.standing.Engine().Running(ctx, serviceName)
	if err != nil {
		return nil, err
	}
	ids := map[string]string{}
	for _, container := range found {
		ids[container.Container] = container.ID
	}
	for _, container := range l.chaton.service().Containers {
		if ids[container.Name] == "" {
			return nil, fmt.Errorf("%s does not run", container.FullName())
		}
	}
	return ids, nil
}

// restartedByEngine names who ended and was started again: software that does
// not wait for its database by itself.
func (l *life) restartedByEngine(ctx context.Context, ids map[string]string) (told plan.Sentence, err error) {
	usage, err := l.chaton.standing.Engine().Usage(ctx, values(ids))
	if err != nil {
		return told, err
	}
	for _, name := range keys(ids) {
		if count := usage[ids[name]].Restarts; count > 0 {
			return told, fmt.Errorf("%s ended %d times and was started again by the engine: its software must wait for what it needs", name, count)
		}
	}
	return plan.Say("%d containers", len(ids)), nil
}

func values(texts map[string]string) []string {
	var all []string
	for _, name := range keys(texts) {
		all = append(all, texts[name])
	}
	return all
}

// databases are the service's servers.
func (c *chaton) databases() []*site.Database { return c.service().Databases }
