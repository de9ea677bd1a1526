package catalog

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

func decodePublished(m *Module, root block) {
	if b, ok := root.child("software"); ok {
		m.Software = decodeSoftware(b)
	}
	if b, ok := root.child("privacy"); ok {
		m.Privacy = decodePrivacy(b)
	}
	if b, ok := root.child("rights"); ok {
		m.Rights = decodeRights(b)
	}
	for _, b := range root.children("guide") {
		m.Guides = append(m.Guides, &Guide{
			Language: b.label(), User: b.string("user"), Technical: b.string("technical"),
			Accessible: b.text("accessible"), Range: b.DefRange(),
		})
	}
	for _, b := range root.children("exception") {
		m.Exceptions = append(m.Exceptions, &Exception{
			Name: b.label(), Reason: b.text("reason"), Precedent: b.string("precedent"), Range: b.DefRange(),
		})
	}
	if b, ok := root.child("notice"); ok {
		m.Notice = decodeNotice(b)
	}
}

func decodeSoftware(b block) *Software {
	return &Software{
		Name: b.string("name"), Version: b.string("version"), Website: b.string("website"),
		Source: b.string("source"), License: b.string("license"), Modules: b.strings("modules"),
		Package: b.string("package"), Range: b.DefRange(),
	}
}

func decodePrivacy(b block) *Privacy {
	p := &Privacy{
		Purpose: b.text("purpose"), LegalBasis: b.string("legal_basis"),
		KeepsAddresses: b.text("keeps_addresses"), Recipients: b.strings("recipients"), Range: b.DefRange(),
	}
	if value := b.value("keeps_addresses"); !value.IsNull() && value.Type() == cty.Bool {
		keeps := value.True()
		p.KeepsNone = &keeps
	}
	for _, child := range b.children("data") {
		p.Data = append(p.Data, PrivacyData{
			Name: child.label(), Subjects: child.text("subjects"),
			Categories: child.text("categories"), Retention: child.text("retention"),
		})
	}
	for _, child := range b.children("third_party") {
		p.ThirdParties = append(p.ThirdParties, ThirdParty{Host: child.label(), Reason: child.text("reason")})
	}
	return p
}

func decodeRights(b block) *Rights {
	return &Rights{
		Export: b.text("export"), Erase: b.text("erase"), Within: b.string("within"),
		Formats: b.strings("formats"), Accepts: b.strings("accepts"), Elsewhere: b.strings("elsewhere"),
		Remains: b.text("remains"), Range: b.DefRange(),
	}
}

func decodeNotice(b block) *Notice {
	n := &Notice{ByLanguage: map[string]hcl.Expression{}, Range: b.DefRange()}
	for _, language := range []string{"fr", "en"} {
		if said := b.expression(language); said != nil {
			n.ByLanguage[language] = said
		}
	}
	return n
}
