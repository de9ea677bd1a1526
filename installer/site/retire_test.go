package site

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const beforeServices = "# Nos choix.\n\nchaton \"essai\" {\n\tname   = \"Essai\" # avec une tabulation\n\tdomain = \"essai.example\"\n}\ncontact { email = \"a@ailleurs.example\" }\n"

type retirement struct{ file, want string }

// retirements are what may stand around the block of "wiki".
func retirements() map[string]retirement {
	return map[string]retirement{
		"in the middle": {
			"\nservice \"un\" {\n  module = \"a\"\n}\n\n# le wiki\n// sur deux lignes\nservice \"wiki\" {\n  module = \"b\" # dedans\n} # au bout\n\nservice \"trois\" { module = \"c\" }\n",
			"\nservice \"un\" {\n  module = \"a\"\n}\n\nservice \"trois\" { module = \"c\" }\n",
		},
		"at the end": {
			"\nservice \"un\" { module = \"a\" }\n\nservice \"wiki\" {\n  module = \"b\"\n}\n",
			"\nservice \"un\" { module = \"a\" }\n",
		},
		"at the end, without a last line feed": {
			"\nservice \"un\" { module = \"a\" }\n\nservice \"wiki\" { module = \"b\" }",
			"\nservice \"un\" { module = \"a\" }\n",
		},
		"a comment apart stays": {
			"\n# les services\n\nservice \"wiki\" { module = \"b\" }\n\n# le dernier\nservice \"un\" { module = \"a\" }\n",
			"\n# les services\n\n# le dernier\nservice \"un\" { module = \"a\" }\n",
		},
		"a comment at the end of the line above stays": {
			"service \"un\" { module = \"a\" } # premier\nservice \"wiki\" { module = \"b\" }\nservice \"trois\" { module = \"c\" }\n",
			"service \"un\" { module = \"a\" } # premier\nservice \"trois\" { module = \"c\" }\n",
		},
		"a comment between stars, indented": {
			"\n  /* le wiki\n     du club */\n  service \"wiki\" { module = \"b\" }\nservice \"un\" { module = \"a\" }\n",
			"\nservice \"un\" { module = \"a\" }\n",
		},
		"comments of several lines that touch the block": {
			"\nservice \"un\" { module = \"a\" }\n/* le\nwiki */ service \"wiki\" { module = \"b\" } /* jusqu'à\nla fin */\nservice \"trois\" { module = \"c\" }\n",
			"\nservice \"un\" { module = \"a\" }\nservice \"trois\" { module = \"c\" }\n",
		},
		"several blank lines elsewhere stay": {
			"\n\n\nservice \"un\" { module = \"a\" }\nservice \"wiki\" { module = \"b\" }\n\n\n\nservice \"trois\" { module = \"c\" }\n\n\n",
			"\n\n\nservice \"un\" { module = \"a\" }\n\n\n\nservice \"trois\" { module = \"c\" }\n\n\n",
		},
		"lines that end as on Windows": {
			"\r\nservice \"un\" { module = \"a\" }\r\n\r\n# le wiki\r\nservice \"wiki\" {\r\n  module = \"b\"\r\n}\r\n\r\nservice \"trois\" { module = \"c\" }\r\n",
			"\r\nservice \"un\" { module = \"a\" }\r\n\r\nservice \"trois\" { module = \"c\" }\r\n",
		},
		"braces and words in a text": {
			"\nservice \"un\" {\n  module   = \"a\"\n  settings = { text = <<-TEXT\n    service \"wiki\" {\n    }\n    TEXT\n  }\n}\n\nservice \"wiki\" { module = \"b\" }\n",
			"\nservice \"un\" {\n  module   = \"a\"\n  settings = { text = <<-TEXT\n    service \"wiki\" {\n    }\n    TEXT\n  }\n}\n",
		},
	}
}

func TestRetire_CutsTheBlockWithItsComments(t *testing.T) {
	for name, c := range retirements() {
		t.Run(name, func(t *testing.T) {
			file, diags := Load("chaton.hcl", []byte(beforeServices+c.file))
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			got, _, found := file.Retire("wiki")
			if !found {
				t.Fatal("got no service, want wiki found")
			}
			if diff := cmp.Diff(beforeServices+c.want, string(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if _, diags := Load("chaton.hcl", got); diags.HasErrors() {
				t.Errorf("the file that is left: %v", diags)
			}
		})
	}
}

func TestRetire_SaysWhichLinesGo(t *testing.T) {
	source := beforeServices + "\n# le wiki\nservice \"wiki\" {\n  module = \"b\"\n}\n"
	file, diags := Load("chaton.hcl", []byte(source))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	_, cut, _ := file.Retire("wiki")
	if cut.Start.Line != 9 || cut.End.Line != 12 {
		t.Errorf("got lines %d to %d, want 9 to 12", cut.Start.Line, cut.End.Line)
	}
	if got := source[cut.Start.Byte:cut.End.Byte]; !strings.HasPrefix(got, "# le wiki\n") || !strings.HasSuffix(got, "}\n") {
		t.Errorf("got %q cut out", got)
	}
}

func TestRetire_UnknownServiceChangesNothing(t *testing.T) {
	file, _ := Load("chaton.hcl", []byte(beforeServices))
	if got, _, found := file.Retire("wiki"); found || string(got) != beforeServices {
		t.Errorf("got found %v and %q", found, got)
	}
}

func TestUsersOf_NamesWhoNeedsTheService(t *testing.T) {
	file, diags := Load("chaton.hcl", []byte(beforeServices+`
service "comptes" { module = "annuaire" }
service "wiki" {
  module = "b"
  uses   = { login = "comptes", again = "comptes" }
}
`))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	if diff := cmp.Diff([]string{"wiki"}, file.UsersOf("comptes")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := file.UsersOf("wiki"); got != nil {
		t.Errorf("got %v, want nobody", got)
	}
}
