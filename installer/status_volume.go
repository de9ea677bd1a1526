package installer

import (
	"context"
	"slices"
	"time"

	"framagit.org/chatiere/chatiere/installer/engine"
	"framagit.org/chatiere/chatiere/installer/site"
)

// VolumeStatus is one volume of a service, of the current generation or of an
// older one, which only `chatiere volume drop` removes (decision 14).
type VolumeStatus struct {
	Name       string    `json:"name"`
	Object     string    `json:"object"` // the engine's name
	Generation int       `json:"generation"`
	Current    bool      `json:"current"`
	Created    time.Time `json:"created,omitzero"`
	Size       int64     `json:"size"`
}

// Retired is a service that is in chaton.hcl no more and whose data is kept
// until `chatiere destroy --data`.
type Retired struct {
	Service string         `json:"service"`
	Since   time.Time      `json:"since,omitzero"`
	Volumes []VolumeStatus `json:"volumes"`
}

// volumeStatus tells every service its volumes, and finds those of services
// that left.
func (p *Prepared) volumeStatus(ctx context.Context, status *Status) {
	stored, err := p.engine.StoredVolumes(ctx)
	if err != nil {
		return
	}
	slices.SortFunc(stored, func(a, b engine.StoredVolume) int {
		if a.Service == b.Service && a.Volume == b.Volume {
			return b.Generation - a.Generation
		}
		return compareNames(a.Service+"/"+a.Volume, b.Service+"/"+b.Volume)
	})
	for _, volume := range stored {
		described := VolumeStatus{
			Name: volume.Volume, Object: volume.Object, Generation: volume.Generation,
			Created: volume.Created, Size: volume.Size, Current: isCurrent(p.Site, volume),
		}
		at := slices.IndexFunc(status.Services, func(s ServiceStatus) bool { return s.Name == volume.Service })
		if at >= 0 {
			status.Services[at].Volumes = append(status.Services[at].Volumes, described)
			continue
		}
		status.retire(volume.Service, described, p.request.State)
	}
}

func compareNames(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (s *Status) retire(service string, volume VolumeStatus, state State) {
	at := slices.IndexFunc(s.Retired, func(r Retired) bool { return r.Service == service })
	if at < 0 {
		at = len(s.Retired)
		s.Retired = append(s.Retired, Retired{Service: service, Since: state.retirementOf(service).Retired})
	}
	s.Retired[at].Volumes = append(s.Retired[at].Volumes, volume)
}

func isCurrent(s *site.Site, stored engine.StoredVolume) bool {
	service := s.Service(stored.Service)
	return service != nil && slices.ContainsFunc(service.Volumes, func(volume *site.Volume) bool {
		return volume.ObjectName == stored.Object
	})
}
