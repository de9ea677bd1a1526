package site

// limits raises what the operator raises, and never lowers: a module's author
// measured what its software needs.
func (a *assembly) limits() {
	for _, wanted := range a.block.Limits {
		container := a.service.container(wanted.Container)
		if container == nil {
			a.refuse(wanted.Range, say("The service %q has no container %q", a.service.Name, wanted.Container),
				hint(wanted.Container, a.service.containerNames()))
			continue
		}
		path := "service." + a.service.Name + ".limits." + wanted.Container
		if size, written := parseSize(wanted.Memory); written {
			if size < container.Memory {
				a.refuse(a.file.place(path+".memory"), say("Less memory than the module needs"),
					say("The module gives %s. Write as much or more.", formatSize(container.Memory)))
			}
			container.Memory = size
		}
		if wanted.CPUs > 0 {
			if wanted.CPUs < container.CPUs {
				a.refuse(a.file.place(path+".cpus"), say("Fewer processors than the module needs"),
					say("The module gives %s. Write as many or more.", decimal(container.CPUs)))
			}
			container.CPUs = wanted.CPUs
		}
	}
}

func (s *Service) container(name string) *Container {
	for _, container := range s.Containers {
		if container.Name == name {
			return container
		}
	}
	return nil
}

func (s *Service) containerNames() []string {
	var all []string
	for _, container := range s.Containers {
		all = append(all, container.Name)
	}
	return all
}
