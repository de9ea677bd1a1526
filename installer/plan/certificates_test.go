package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMake_CertificatesOfOthersAreCopiedBeforeTheGatewayStarts(t *testing.T) {
	const name, old, fresh = "chat.example", "until 2027-01-01, aaaaaa", "until 2027-04-01, bbbbbb"
	copies := func(text string) map[string]string { return map[string]string{name: text} }
	for _, test := range []struct {
		name   string
		change func(*Want, *Observed)
		want   string
	}{
		{"as copied", func(want *Want, have *Observed) { want.Copies, have.Copies = copies(old), copies(old) }, ""},
		{"renewed on the host", func(want *Want, have *Observed) { want.Copies, have.Copies = copies(fresh), copies(old) },
			"certificate.copy chat.example: its file changed; certificate " + old + " -> " + fresh + "\n"},
		{"a file that cannot be used wants nothing", func(want *Want, _ *Observed) { want.Copies = copies("") }, ""},
		{"no longer named", func(_ *Want, have *Observed) { have.Copies = copies(old) },
			"certificate.drop chat.example: no longer in chaton.hcl\n"},
		{"the authority is lost", func(want *Want, _ *Observed) { want.Authority = "chat.example" },
			"authority.replace authority: the former is lost; names none -> chat.example\n" +
				"certificate.wait chat.example: its authority is replaced\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			want, have := chaton(), running()
			test.change(&want, &have)
			made := Make(want, have)
			checkOrder(t, made)
			if diff := cmp.Diff(test.want, withoutImages(made)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}

	want, have := chaton(), running()
	want.Copies, want.Gateway.Spec = copies(fresh), "gw-2"
	want.Authority, have.Authority = "chat.example, ailleurs.example", "chat.example"
	made := Make(want, have)
	start := "container.start gateway"
	for _, before := range []string{"certificate.copy chat.example", "authority.replace authority"} {
		if !waitsFor(made, start, before) {
			t.Errorf("%s does not wait for %s:\n%s", start, before, made)
		}
	}
	if !waitsFor(made, "certificate.wait chat.example", start) {
		t.Errorf("the certificate is not waited for after the gateway that shows it:\n%s", made)
	}
}

// withoutImages leaves out what an unlabelled engine would be told.
func withoutImages(made Plan) string {
	kept := Plan{}
	for _, operation := range made.Operations {
		if operation.Image == nil {
			kept.Operations = append(kept.Operations, operation)
		}
	}
	return kept.String()
}
