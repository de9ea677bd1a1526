package installer

import (
	"context"

	"framagit.org/chatiere/chatiere/installer/gateway"
	"framagit.org/chatiere/chatiere/installer/gateway/access"
	"framagit.org/chatiere/chatiere/installer/site"
)

// gatewayLogs is what the gateway writes down of visitors. While nobody has
// decided, it is nothing (design/chaton.md, "logs"): the kit recommends neither
// of the positions that law and charter allow.
func gatewayLogs(logs *site.Logs) access.Settings {
	decided := access.Settings{Access: access.Rule{Content: access.None}, Creation: access.Rule{Content: access.None}}
	if logs == nil || logs.DecidedBy == "" {
		return decided
	}
	for _, kind := range logs.Kinds {
		retention, ok := access.ParseRetention(kind.Retention)
		if !ok || kind.Content == access.None || kind.Content == "" {
			continue
		}
		switch kind.Kind {
		case access.AccessFolder:
			decided.Access = access.Rule{Content: kind.Content, Retention: retention}
		case access.CreationFolder:
			decided.Creation = access.Rule{Content: kind.Content, Retention: retention}
		}
	}
	return decided
}

// decideLogs hands the decision to the gateway, which deletes at once what is
// to be kept no longer. "Nothing" is written out: a routes file without a word
// on logs leaves those that are there.
func (p *Prepared) decideLogs(ctx context.Context, settings access.Settings) error {
	return p.changeRoutes(ctx, nil, func(routes gateway.Routes) gateway.Routes {
		routes.Logs = &settings
		return routes
	})
}

// closingOf is the announced end of a service as the gateway tells it.
func closingOf(service *site.Service) *gateway.Closing {
	if service.Closing == nil {
		return nil
	}
	return &gateway.Closing{
		On: service.Closing.On, DataUntil: service.Closing.DataUntil,
		Reason: service.Closing.Reason, Successors: service.Closing.Successors,
	}
}
