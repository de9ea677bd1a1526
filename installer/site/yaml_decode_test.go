package site

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

func TestYAMLDecode_ReadsWhatPeopleWrite(t *testing.T) {
	for text, want := range map[string]string{
		"":                                 `null`,
		"a: 1\nb: [x, 'y', \"z\\n\"]\n":    `{"a":1,"b":["x","y","z\n"]}`,
		"- 0.1\n- 1e3\n- 0x1F\n- 1_000\n":  `[0.1,1000,31,1000]`,
		"- yes\n- true\n- ~\n- 2026-11-23": `["yes",true,null,"2026-11-23"]`,
		"123456789012345678901234567890":   `123456789012345678901234567890`,
		"text: |\n  one\n  two\nempty: {}": `{"empty":{},"text":"one\ntwo\n"}`,
		"a: &x {k: 1, l: 2}\nb: *x\nc: {<<: *x, l: 3}\nd: {<<: [*x, {m: 4}]}": `{"a":{"k":1,"l":2},"b":{"k":1,"l":2},"c":{"k":1,"l":3},"d":{"k":1,"l":2,"m":4}}`,
		"---\n# a note\n1: one\ntrue: two\n":                                  `{"1":"one","true":"two"}`,
		`{"a": [1, {"b": null}]}`:                                             `{"a":[1,{"b":null}]}`,
	} {
		value, err := readYAML(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		got, err := stdlib.JSONEncode(value)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got.AsString()); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestYAMLDecode_SaysTheLineOfWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"a: 1\na: 2":      `line 2: the key "a" stands twice`,
		"a: !here x":      `line 1: the tag "!here" is not known`,
		"a:\n- .inf":      `line 2: ".inf" is no number`,
		"{[1]: 2}":        "a key must be a text",
		"a: {<<: 1}":      "only a mapping can be merged",
		"a: 1\n---\nb: 2": "goes on after its first document",
		"a: [1":           "line 1",
		"a: *b":           "unknown anchor",
		strings.Repeat("[", 100) + strings.Repeat("]", 100): "nested more than 64 deep",
		"a: &a [*a]": "nested more than 64 deep",
		"n: 0." + strings.Repeat("9", maximumNumber): "larger than 1 MiB",
	} {
		if value, err := readYAML(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: got %v, %v, want an error that says %q", text, value, err, want)
		}
	}
}

func TestYAMLDecode_FewLinesNeverBecomeMuch(t *testing.T) {
	laughs := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	merges := "m0: &m0 {k: x}\n"
	for i := 1; i < 30; i++ {
		before := fmt.Sprintf("*a%d", i-1)
		laughs += fmt.Sprintf("a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(before+", ", 10), ", "))
		before = fmt.Sprintf("*m%d", i-1)
		merges += fmt.Sprintf("m%d: &m%d {<<: [%s]}\n", i, i, strings.TrimSuffix(strings.Repeat(before+", ", 10), ", "))
	}
	for name, text := range map[string]string{
		"aliases in aliases": laughs, "merges in merges": merges, "a loop of two": "a: &a [*a, *a]",
		"a long text": strings.Repeat("x", maximumResult+1), "open brackets": strings.Repeat("[", 1<<19),
		"open maps": strings.Repeat("{a: ", 1<<17), "sequences in each other": strings.Repeat("- ", 1<<18),
	} {
		began := time.Now()
		if value, err := readYAML(text); err == nil {
			t.Errorf("%s: got a value of %d bytes, want an error", name, weigh(value, maximumResult))
		}
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("%s: took %v", name, took)
		}
	}
}

func TestYAMLDecode_ReadsBackWhatYAMLEncodeWrites(t *testing.T) {
	for _, source := range []string{
		`{ a = [1, [2, [], {}], { b = null }], "key with: colon" = "yes", c = "é <b> \n 😀 \u2028", d = 0.1, e = "- x", f = true }`,
		`"alone"`, `[]`, `{}`, `null`, `[[["x"]]]`,
	} {
		want, diags := evaluateSource(t, source)
		got, wrong := evaluateSource(t, "yamldecode(yamlencode("+source+"))")
		if diags.HasErrors() || wrong.HasErrors() {
			t.Errorf("%s: %v %v", source, diags, wrong)
			continue
		}
		if !got.RawEquals(want) && !(got.IsNull() && want.IsNull()) {
			t.Errorf("got %#v, want %#v", got, want)
		}
	}
}

func FuzzReadYAML(f *testing.F) {
	for _, seed := range []string{"a: &a [*a, 1e9]", "<<: {a: 1}", "? [x]\n: y", "!!int x", "a: |2\n  x\n---", "%YAML 1.2\n---\n'"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		began := time.Now()
		value, err := readYAML(text)
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("%q took %v", text, took)
		}
		if err == nil && value.Type() != cty.DynamicPseudoType && !value.IsWhollyKnown() {
			t.Errorf("%q gives something unknown: %#v", text, value)
		}
	})
}
