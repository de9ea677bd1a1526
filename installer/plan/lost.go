package plan

import "framagit.org/chatiere/chatiere/installer/site"

// refuseLost stops where a secret that an earlier run made up is gone while a
// volume of its service is there: the data inside knows the old value, and a
// new one would shut everybody out (design/chaton.md, Rules; failures.md, 15).
func (m *maker) refuseLost() {
	for _, service := range m.want.Site.Services {
		for _, secret := range service.Secrets {
			if m.have.Secrets[service.Name+"/"+secret.Name] || !m.knew(service.Name, secret.Name) || !m.hasData(service) {
				continue
			}
			m.problem(Say("the secret %s of service %s is lost, and the volumes of that service were made with it", secret.Name, service.Name),
				Say("restore the vault of this chaton from a backup; nothing was changed"))
		}
	}
}

// knew says that the last apply had that secret.
func (m *maker) knew(service, name string) bool {
	if m.have.Applied == nil || m.have.Applied.Service(service) == nil {
		return false
	}
	for _, secret := range m.have.Applied.Service(service).Secrets {
		if secret.Name == name {
			return true
		}
	}
	return false
}

func (m *maker) hasData(service *site.Service) bool {
	for _, volume := range service.Volumes {
		if m.hasVolume(volume.ObjectName) {
			return true
		}
	}
	return false
}

// wasApplied says that the last apply had that volume: somebody removed it.
func (m *maker) wasApplied(volume *site.Volume) bool {
	if m.have.Applied == nil || m.have.Applied.Service(volume.Service) == nil {
		return false
	}
	for _, applied := range m.have.Applied.Service(volume.Service).Volumes {
		if applied.ObjectName == volume.ObjectName {
			return true
		}
	}
	return false
}
