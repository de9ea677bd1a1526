package preflight

import (
	"fmt"
	"net/netip"

	"framagit.org/chatiere/chatiere/installer/site"
)

// recordLife is the time that resolvers keep a record we propose: short enough
// to mend a mistake within the hour.
const recordLife = 3600

// Record is one record to create, as a registrar's form asks for it.
type Record struct {
	Name  string `json:"name"` // no dot at the end
	Type  string `json:"type"`
	Value string `json:"value"`
	TTL   int    `json:"ttl"`
}

// String is the record as a line of a zone file.
func (r Record) String() string {
	return fmt.Sprintf("%-32s %d IN %-4s %s", r.Name+".", r.TTL, r.Type, r.Value)
}

// short is the record inside of a sentence.
func (r Record) short() string { return r.Name + ". " + r.Type + " " + r.Value }

func addressRecord(name string, address netip.Addr) Record {
	kind := "AAAA"
	if address.Is4() {
		kind = "A"
	}
	return Record{Name: name, Type: kind, Value: address.String(), TTL: recordLife}
}

// ConsentRecord lets one authority sign for a name and what is below it.
func ConsentRecord(name, authority string) Record {
	return Record{Name: name, Type: "CAA", Value: `0 issue "` + authority + `"`, TTL: recordLife}
}

// AuthorityOf is how CAA records name an issuer, "" for one that is not known.
func AuthorityOf(tls site.TLS) string {
	if tls.Issuer == "letsencrypt" {
		return "letsencrypt.org"
	}
	return ""
}
