package site

// compare looks at what no block can see alone, and fills the defaults that
// depend on another block.
func (l *loading) compare() {
	file := l.file
	if _, written := file.Ranges["contact"]; !written {
		l.refuse(start(file.Name), say("One block %q is needed", "contact"), say("Write: contact { email = \"…\" }"))
	}
	l.settle()
	l.comparePeople()
	machines := []string{}
	for _, machine := range file.Machines {
		machines = append(machines, machine.ID)
	}
	for _, service := range file.Services {
		l.known("service."+service.Name+".machine", service.Machine, machines)
	}
	for _, person := range file.People {
		for _, machine := range person.Root {
			l.known("person."+person.ID+".root", machine, append([]string{file.Slug}, machines...))
		}
	}
	l.compareUses()
}

// settle fills in issuer and addresses: names under .localhost never leave
// this machine, and no public authority certifies them.
func (l *loading) settle() {
	file := l.file
	if file.TLS.Issuer == "" {
		file.TLS.Issuer = "letsencrypt"
		if isLoopback(ascii(file.Domain)) {
			file.TLS.Issuer = "internal"
		}
	}
	if file.TLS.Issuer == "letsencrypt" && isLoopback(ascii(file.Domain)) {
		l.refuse(file.place("tls.issuer"), say("No public authority certifies %q", file.Domain), say("Write issuer = \"internal\", or another domain."))
	}
	l.settleGateway()
}

func (l *loading) comparePeople() {
	file := l.file
	people := []string{}
	for _, person := range file.People {
		people = append(people, person.ID)
	}
	for _, holding := range file.Holdings {
		for _, holder := range holding.Holders {
			l.known("holding."+holding.ID+".holders", holder, people)
		}
	}
	for _, supplier := range file.Suppliers {
		l.known("supplier."+supplier.ID+".by", supplier.By, people)
	}
	if file.Charter != nil {
		l.known("charter.by", file.Charter.By, people)
	}
}

// known refuses a reference to a person or machine that no block declares.
func (l *loading) known(path, name string, declared []string) {
	if name == "" {
		return
	}
	if _, missing := oneOf(declared...)(name); missing {
		l.refuse(l.file.place(path), say("%q is declared nowhere", name), hint(name, declared))
	}
}

func (l *loading) compareUses() {
	names := []string{}
	for _, service := range l.file.Services {
		names = append(names, service.Name)
	}
	for _, service := range l.file.Services {
		for use, name := range service.Uses {
			l.known("service."+service.Name+".uses."+use, name, names)
		}
	}
}
