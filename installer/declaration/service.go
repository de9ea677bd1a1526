package declaration

import (
	"strings"
	"time"

	"framagit.org/chatiere/chatiere/installer/charter"
	"framagit.org/chatiere/chatiere/installer/site"
)

// serviceView is one announced service as pages and files show it.
type serviceView struct {
	*site.Service
	Address  string        // with its final slash; "" of one that nobody opens in a browser
	Version  string        // "" when private or not known
	Level    string        // service.status.level
	Host     *site.Machine // nil when nobody described it
	System   string        // distribution, "" when not measured there
	Form     string        // virtualisation, "" when not measured there
	measured bool          // the version was measured, not only declared
}

// serviceViews leaves out what is on trial: it is announced nowhere.
func serviceViews(s *site.Site, evidence charter.Evidence, at time.Time) []*serviceView {
	var views []*serviceView
	for _, service := range s.Services {
		if !service.OnTrial() {
			views = append(views, newServiceView(s, service, evidence, at))
		}
	}
	return views
}

func newServiceView(s *site.Site, service *site.Service, evidence charter.Evidence, at time.Time) *serviceView {
	shown := &serviceView{Service: service}
	switch {
	case service.External != nil:
		shown.Address = service.External.URL
	case service.HasPage():
		shown.Address = strings.TrimSuffix(service.URL, "/") + "/"
	}
	shown.Host = machineOf(s, service.Machine)
	shown.Version, shown.measured = versionOf(s, service, evidence)
	shown.Level = levelOf(service, evidence, at)
	if service.Machine == "" {
		shown.System = systemOf(s, evidence)
		shown.Form = hypervisor(evidence)
	}
	return shown
}

// Name is what people call the service.
func (v *serviceView) Name() string { return orElse(v.Title.In("fr"), v.Software.Name) }

// Measured says whether the version shown was seen running.
func (v *serviceView) Measured() bool { return v.measured }

// Ended says that the service was closed.
func (v *serviceView) Ended() bool { return v.Level == "OVER" }

// OpenToWords says who may use it.
func (v *serviceView) OpenToWords() string {
	var words []string
	for _, who := range v.OpenTo {
		words = append(words, openToWord(who))
	}
	return strings.Join(words, " ; ")
}

func machineOf(s *site.Site, name string) *site.Machine {
	if name == "" {
		return s.Hosting
	}
	for i := range s.Machines {
		if s.Machines[i].ID == name {
			return &s.Machines[i]
		}
	}
	return nil
}

// versionOf prefers what was measured to what the module declares. A version
// that is to stay private is left out, never shortened.
func versionOf(s *site.Site, service *site.Service, evidence charter.Evidence) (string, bool) {
	if s.Page.Versions == "private" {
		return "", false
	}
	if measured := evidence.Version(service.Name); measured != "" {
		return measured, true
	}
	return service.Software.Version, false
}

func systemOf(s *site.Site, evidence charter.Evidence) string {
	system := evidence.OS
	if s.Page.Versions == "private" {
		system.VersionID = ""
	}
	return system.Label()
}

func hypervisor(evidence charter.Evidence) string {
	switch kind := evidence.Virtualisation.Value; kind {
	case "", "none":
		return ""
	case "kvm", "qemu", "lxc":
		return strings.ToUpper(kind)
	default:
		return kind
	}
}

// levelOf never says OK of a service that nobody saw running lately.
func levelOf(service *site.Service, evidence charter.Evidence, at time.Time) string {
	if closed(service, at) {
		return "OVER"
	}
	if state, looked := evidence.Service(service.Name); looked && !state.Stale(at) {
		return level(state.Healthy)
	}
	if check, looked := evidence.Host(hostOf(service)); looked && !check.Stale(at) {
		return level(check.Answers(at))
	}
	return "VOID"
}

func level(works bool) string {
	if works {
		return "OK"
	}
	return "ERROR"
}

func closed(service *site.Service, at time.Time) bool {
	return service.Closing != nil && service.Closing.On != "" && service.Closing.On <= at.Format(time.DateOnly)
}

func hostOf(service *site.Service) string {
	if service.External == nil {
		return service.Host
	}
	host, _, _ := strings.Cut(strings.TrimPrefix(service.External.URL, "https://"), "/")
	return host
}
