package preflight

import (
	"testing"

	"github.com/miekg/dns"
)

func TestRecord_IsALineOfAZoneFile(t *testing.T) {
	for _, record := range []Record{
		addressRecord(wikiName, public().Own[0]), addressRecord(wikiName, public().Own[1]),
		ConsentRecord("petitchaton.example", "letsencrypt.org"),
	} {
		parsed, err := dns.NewRR(record.String())
		if err != nil {
			t.Errorf("%s: %v", record, err)
			continue
		}
		if plainName(parsed.Header().Name) != record.Name || dns.TypeToString[parsed.Header().Rrtype] != record.Type {
			t.Errorf("got %s, want %s", parsed, record)
		}
	}
}
