package trial

import (
	"fmt"
	"strings"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// authorityFile stands beside chaton.hcl.
const authorityFile = "authority.pem"

// text is the chaton.hcl of the trial.
func (c *chaton) text() []byte {
	var text strings.Builder
	fmt.Fprintf(&text, `chaton %q {
  name     = "Essai"
  domain   = "%s.localhost"
  language = "fr"
}

contact {
  email = "contact@%s.localhost"
}

engine {
  pool = %q
}

gateway {
  listen = ["127.0.0.1"]
  http   = %d
  https  = %d
}

`, c.slug, c.slug, c.slug, c.pool, c.http, c.https)
	if c.options.Authority == nil {
		text.WriteString("tls {\n  issuer = \"internal\"\n}\n\n")
	} else {
		fmt.Fprintf(&text, "tls {\n  issuer = \"acme\"\n  acme {\n    directory = %s\n    ca = %q\n  }\n}\n\n",
			written(cty.StringVal(c.options.Authority.Directory)), authorityFile)
	}
	fmt.Fprintf(&text, "service %q {\n  module = %q\n", serviceName, c.module.Name)
	if len(c.module.Publishes) > 0 {
		text.WriteString("  published = \"loopback\"\n")
	}
	text.WriteString("  settings = {\n")
	for name, value := range c.settings() {
		fmt.Fprintf(&text, "    %s = %s\n", name, written(value))
	}
	text.WriteString("  }\n}\n")
	return []byte(text.String())
}

func written(value cty.Value) string { return string(hclwrite.TokensForValue(value).Bytes()) }

// settings answers every variable that the caller answers or that has no
// default.
func (c *chaton) settings() map[string]cty.Value {
	values := map[string]cty.Value{}
	for _, variable := range c.module.Variables {
		given, answered := c.options.Settings[variable.Name]
		switch {
		case answered:
			values[variable.Name] = typed(given, variable.Type)
		case variable.Default == nil && !variable.Sensitive:
			values[variable.Name] = likely(variable)
		}
	}
	return values
}

// typed leaves what cannot be converted to the file's own checks.
func typed(text string, wanted cty.Type) cty.Value {
	if value, err := convert.Convert(cty.StringVal(text), wanted); err == nil {
		return value
	}
	return cty.StringVal(text)
}

// likely is an answer that a person might give.
func likely(variable *catalog.Variable) cty.Value {
	switch {
	case len(variable.Choices) > 0:
		return typed(variable.Choices[0], variable.Type)
	case variable.Type == cty.Bool:
		return cty.False
	case variable.Type == cty.Number:
		return cty.NumberIntVal(1)
	case variable.Type == cty.String:
		return cty.StringVal(likelyText(variable.Format))
	case variable.Type.IsMapType() || variable.Type.IsObjectType():
		return cty.EmptyObjectVal
	}
	return cty.EmptyTupleVal
}

func likelyText(format string) string {
	known := map[string]string{
		"email": "camille@essai.example", "url": "https://essai.example/", "hostname": "essai.example", "ip": "192.0.2.1",
		"cidr": "192.0.2.0/24", "port": "8080", "bytes": "64MiB", "duration": "1h", "language": "fr", "country": "FR",
		"timezone": "Europe/Paris", "color": "#336699",
	}
	if text, named := known[format]; named {
		return text
	}
	return "essai"
}
