package declaration

import (
	"fmt"
	"html/template"
	"strings"
	"time"

	"framagit.org/chatiere/chatiere/installer/charter"
	"framagit.org/chatiere/chatiere/installer/site"
)

// functions are what templates may call.
func functions() template.FuncMap {
	return template.FuncMap{
		"fr":       func(text site.Text) string { return text.In("fr") },
		"date":     date,
		"day":      day,
		"period":   frenchPeriod,
		"schedule": scheduleWord,
		"country":  countryName,
		"state":    stateWord,
		"strength": strengthWord,
		"heading":  headingWord,
		"letter":   headingLetter,
		"level":    levelWord,
		"kind":     kindWord,
		"content":  contentWord,
		"basis":    basisWord,
		"join":     strings.Join,
		"host":     shortAddress,
		"type":     typeWord,
		"role":     roleWord,
		"external": func(address string) bool { return !strings.HasPrefix(address, "/") },
	}
}

var months = [...]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}

// date writes an ISO day as people read it; other text stays as it is.
func date(iso string) string {
	parsed, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return day(parsed)
}

func day(t time.Time) string {
	number := fmt.Sprint(t.Day())
	if t.Day() == 1 {
		number = "1er"
	}
	return fmt.Sprintf("%s %s %d", number, months[t.Month()-1], t.Year())
}

func openToWord(who string) string {
	switch who {
	case "everyone":
		return "tout le monde, sans compte"
	case "accounts":
		return "tout le monde, avec un compte"
	case "members":
		return "les membres"
	case "clients":
		return "la clientèle"
	}
	return who
}

func stateWord(state string) string {
	switch state {
	case charter.Met:
		return "Tenu"
	case charter.NotMet:
		return "Pas encore tenu"
	}
	return "Non vérifié"
}

func strengthWord(strength string) string {
	switch strength {
	case charter.Must:
		return "engagement"
	case charter.Should:
		return "encouragement"
	}
	return "demandé à la relecture"
}

func headingWord(heading string) string {
	return map[string]string{
		"collective": "Le collectif", "hosters": "Hébergeurs", "alternative": "Alternatifs",
		"transparent": "Transparents", "open": "Ouverts", "neutral": "Neutres",
		"solidary": "Solidaires", "membership": "Prendre part au collectif",
	}[heading]
}

// headingLetter is the letter that the heading stands for in CHATONS.
func headingLetter(heading string) string {
	return map[string]string{
		"collective": "C", "hosters": "H", "alternative": "A", "transparent": "T",
		"open": "O", "neutral": "N", "solidary": "S", "membership": "+",
	}[heading]
}

func levelWord(level string) string {
	switch level {
	case "OK":
		return "en marche"
	case "OVER":
		return "fermé"
	case "ERROR":
		return "en panne"
	}
	return "état non vérifié"
}

func kindWord(kind string) string {
	word, known := map[string]string{
		"access":      "Visites passées par la passerelle",
		"creation":    "Créations de contenu",
		"application": "Journal de chaque logiciel",
		"system":      "Journal du système",
		"front":       "Serveur frontal ou relais",
	}[kind]
	if !known {
		return kind
	}
	return word
}

func contentWord(content string) string {
	word, known := map[string]string{
		"none":      "rien",
		"anonymous": "sans adresse IP ni paramètres de requête",
		"full":      "adresse IP, date, heure et service",
		"":          "contenu non précisé",
	}[content]
	if !known {
		return content
	}
	return word
}

func basisWord(basis string) string {
	word, known := map[string]string{
		"contract":             "exécution du contrat (RGPD, article 6-1 b)",
		"legitimate_interests": "intérêt légitime (RGPD, article 6-1 f)",
		"consent":              "consentement (RGPD, article 6-1 a)",
		"legal_obligation":     "obligation légale (RGPD, article 6-1 c)",
		"public_task":          "mission d’intérêt public (RGPD, article 6-1 e)",
		"vital_interests":      "intérêts vitaux (RGPD, article 6-1 d)",
	}[basis]
	if !known {
		return basis
	}
	return word
}

func typeWord(kind string) string {
	word, known := map[string]string{
		"ASSOCIATION": "association", "INFORMAL": "collectif informel", "COOPERATIVE": "coopérative",
		"MICROCOMPANY": "micro-entreprise", "COMPANY": "entreprise", "INDIVIDUAL": "particulier", "OTHER": "autre forme",
	}[kind]
	if !known {
		return kind
	}
	return word
}

// roleWord writes the mark of the director of publication in full.
func roleWord(role string) string {
	if role == "publication" {
		return "direction de la publication"
	}
	return role
}

// shortAddress leaves out what a reader need not see of an address.
func shortAddress(address string) string {
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "http://"), "/")
}
