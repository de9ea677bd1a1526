package trial

import (
	"context"
	"errors"
	"fmt"
	"time"

	"framagit.org/chatiere/chatiere/installer/site"
)

// againEvery is how long a request that has time waits for its next try.
const againEvery = 500 * time.Millisecond

// ask sends a request until its answer is as expected or its time is over.
func (p *prover) ask(ctx context.Context, visitor *visitor, act site.Act) (answer, error) {
	host, err := p.life.chaton.hostOf(act.Request.Route)
	if err != nil {
		return answer{}, err
	}
	began, patience := time.Now(), time.Duration(0)
	if act.Expect != nil {
		patience = act.Expect.Within
	}
	for {
		got, err := visitor.ask(ctx, host, act.Request)
		if err == nil {
			err = judge(act.Expect, got)
		}
		if err == nil {
			return got, nil
		}
		if time.Since(began) >= patience {
			return answer{}, fmt.Errorf("%s %s: %w", act.Request.Method, act.Request.Path, err)
		}
		select {
		case <-ctx.Done():
			return answer{}, ctx.Err()
		case <-time.After(againEvery):
		}
	}
}

// hostOf is the host of a route, the first one's without a name.
func (c *chaton) hostOf(route string) (string, error) {
	for _, known := range c.service().Routes {
		if route == "" || known.Name == route {
			return known.Host, nil
		}
	}
	if route == "" {
		return "", errors.New("the module has no route")
	}
	return "", fmt.Errorf("there is no route %q", route)
}
