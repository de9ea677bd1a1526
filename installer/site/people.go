package site

func (l *loading) readOrganization(b *block) {
	l.file.Organization = &Organization{
		Type:         b.string("type", oneOf("ASSOCIATION", "INFORMAL", "COOPERATIVE", "MICROCOMPANY", "COMPANY", "INDIVIDUAL", "OTHER")),
		LegalName:    b.string("legal_name", filled),
		Registration: b.string("registration", filled),
		Address:      b.string("address", filled),
		Country:      b.string("country", country),
		Phone:        b.string("phone", phone),
		Founded:      b.string("founded", date),
		Description:  b.text("description"),
		Social:       b.mapping("social", filled),
		Chatrooms:    b.mapping("chatrooms", filled),
		Funding:      b.mapping("funding", webAddress),
	}
}

func (l *loading) readPerson(b *block, id string) {
	b.need("name")
	l.file.People = append(l.file.People, Person{
		ID:      id,
		Name:    b.string("name", filled),
		Roles:   b.strings("roles", filled),
		Publish: orElse(b.string("publish", oneOf("name", "role", "nothing")), "nothing"),
		Contact: b.string("contact", filled),
		Root:    b.strings("root", filled),
		Signed:  b.string("signed", date),
		Until:   b.string("until", date),
	})
}

func (l *loading) readHolding(b *block, id string) {
	b.need("what", "where", "holders")
	holding := Holding{
		ID:      id,
		What:    b.text("what"),
		Where:   b.text("where"),
		Holders: b.strings("holders", filled),
		Expires: b.string("expires", date),
	}
	if len(holding.Holders) == 1 {
		l.diags = append(l.diags, advice(l.file.place(b.at("holders")),
			say("Only one person holds %q", id), say("If that person leaves, nobody has it. Name a second one.")))
	}
	l.file.Holdings = append(l.file.Holdings, holding)
}

// readMachine reads `hosting`, which has no id, and `machine`.
func readMachine(b *block, id string) Machine {
	machine := Machine{
		ID:              id,
		Provider:        b.string("provider", filled),
		ProviderAddress: b.string("provider_address", filled),
		ProviderPhone:   b.string("provider_phone", phone),
		ProviderType:    b.string("provider_type", oneOf("HOME", "HOSTEDBAY", "HOSTEDSERVER", "OUTSOURCED")),
		ServerType:      b.string("server_type", oneOf("NANO", "PHYSICAL", "VIRTUAL", "SHARED", "CLOUD")),
		Place:           b.string("place", filled),
		Country:         b.string("country", country),
		Control:         b.string("control", filled),
		Role:            b.text("role"),
		Addresses:       b.strings("addresses", address),
	}
	b.checkKind(machine)
	b.checkPlace(machine)
	return machine
}

// checkKind holds the validity matrix of the ChatonsInfos template.
func (b *block) checkKind(machine Machine) {
	switch machine.ProviderType + " " + machine.ServerType {
	case "HOSTEDSERVER NANO", "OUTSOURCED NANO", "OUTSOURCED PHYSICAL":
		b.refuse(b.file.place(b.at("server_type")),
			say("%s and %s do not go together", machine.ProviderType, machine.ServerType),
			say("ChatonsInfos knows no such machine: a rented virtual machine is OUTSOURCED and VIRTUAL, a rented physical one HOSTEDSERVER and PHYSICAL, one of your own in a data centre HOSTEDBAY and PHYSICAL."))
	}
}

// checkPlace keeps the address of somebody's home out of what is published.
func (b *block) checkPlace(machine Machine) {
	if machine.ProviderType != "HOME" || !namesStreet(machine.Place) {
		return
	}
	b.refuse(b.file.place(b.at("place")), say("A street stands in the place of a machine at home"),
		say("This is published, and somebody lives there. Write a town or a department."))
}

func (l *loading) readSupplier(b *block, id string) {
	b.need("name", "purpose")
	l.file.Suppliers = append(l.file.Suppliers, Supplier{
		ID:      id,
		Name:    b.string("name", filled),
		Country: b.string("country", country),
		Purpose: b.text("purpose"),
		Sees:    b.string("sees", filled),
		Read:    b.string("read", date),
		By:      b.string("by", filled),
	})
}
