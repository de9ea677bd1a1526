package site

import "github.com/zclconf/go-cty/cty"

func readSoftware(b *block) *Software {
	b.need("name")
	return &Software{
		Name:    b.string("name", filled),
		Version: b.string("version", filled),
		Website: b.string("website", webAddress),
		Source:  b.string("source", webAddress),
		License: b.string("license", filled),
		Modules: b.strings("modules", filled),
		Package: b.string("package", filled),
	}
}

func readExternalBackup(b *block) *ExternalBackup {
	return &ExternalBackup{
		Schedule: b.text("schedule"),
		Place:    b.string("place", filled),
		Keep:     b.text("keep"),
		Restored: b.string("restored", date),
	}
}

func readPrivacy(b *block) *Privacy {
	b.need("purpose", "legal_basis")
	privacy := &Privacy{
		Purpose: b.text("purpose"),
		LegalBasis: b.string("legal_basis", oneOf("contract", "legitimate_interests", "consent",
			"legal_obligation", "public_task", "vital_interests")),
		Recipients: b.strings("recipients", filled),
	}
	privacy.KeepsAddresses, privacy.KeepsNone = b.keepsAddresses()
	b.each("data", 1, func(each *block, name string) {
		each.need("subjects", "categories", "retention")
		privacy.Data = append(privacy.Data, PrivacyData{
			Name: name, Subjects: each.text("subjects"), Categories: each.text("categories"), Retention: each.text("retention"),
		})
	})
	b.each("third_party", 1, func(each *block, host string) {
		each.need("reason")
		if detail, bad := hostName(host); bad {
			b.refuse(each.where, say("Wrong name %q", host), detail)
		}
		privacy.ThirdParties = append(privacy.ThirdParties, ThirdParty{Host: host, Reason: each.text("reason")})
	})
	return privacy
}

// keepsAddresses is a text, or false when it was tried and nothing is kept.
func (b *block) keepsAddresses() (Text, bool) {
	value, where, ok := b.value("keeps_addresses")
	switch {
	case !ok:
		return nil, false
	case value.Type() != cty.Bool:
		return b.text("keeps_addresses"), false
	case value.True():
		b.refuse(where, say("Wrong value for %q", "keeps_addresses"), say("Say what is kept and how long, or write false when it was tried and nothing is."))
	}
	return nil, value.False()
}

func readRights(b *block) *Rights {
	b.need("export", "erase", "formats")
	return &Rights{
		Export:    b.text("export"),
		Erase:     b.text("erase"),
		Within:    b.string("within", period),
		Formats:   b.strings("formats", filled),
		Accepts:   b.strings("accepts", filled),
		Elsewhere: b.strings("elsewhere", filled),
		Remains:   b.text("remains"),
	}
}

func readGuide(b *block, language string) Guide {
	b.need("user")
	if detail, bad := languageTag(language); bad {
		b.refuse(b.where, say("Wrong name %q", language), detail)
	}
	return Guide{
		Language:   language,
		User:       b.string("user", filled),
		Technical:  b.string("technical", filled),
		Accessible: b.text("accessible"),
	}
}
