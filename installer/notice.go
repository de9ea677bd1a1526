package installer

import (
	"strings"

	"framagit.org/chatiere/chatiere/installer/site"
)

// Notice is what people must read once, after the first deployment of a
// service. It holds revealed secrets and goes to the terminal only.
type Notice struct {
	Service string
	Text    site.Text
	Secrets []RevealedSecret
}

// RevealedSecret is a secret that its module marks `reveal` and that the text
// does not give already.
type RevealedSecret struct {
	Label site.Text
	Value string
}

// Notices lists what to read for each service that is new: a second apply
// reveals nothing again.
func (p *Prepared) Notices() []Notice {
	var notices []Notice
	for _, service := range p.Site.Services {
		if service.External != nil || !p.isNew(service) {
			continue
		}
		notice := Notice{Service: service.Name, Text: service.Notice}
		for _, secret := range service.Secrets {
			value := p.vault.Secret(service.Name, secret.Name, secret.Length, secret.Charset)
			if secret.Reveal && !strings.Contains(service.Notice["fr"], value) {
				notice.Secrets = append(notice.Secrets, RevealedSecret{Label: secret.Label, Value: value})
			}
		}
		if len(notice.Secrets) > 0 || len(notice.Text) > 0 {
			notices = append(notices, notice)
		}
	}
	return notices
}

// isNew says that no run which ended well installed the service before: the
// lock file, written last, does not have it. A first run that was killed or
// failed has shown nothing, and the next one does.
func (p *Prepared) isNew(service *site.Service) bool {
	for _, locked := range p.lock.Services {
		if locked.Name == service.Name {
			return false
		}
	}
	return true
}
