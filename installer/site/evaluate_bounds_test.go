package site

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// A thousand, a hundred thousand and a mebibyte, as a stranger's module can
// have them.
const (
	thousand = `range(1000)`
	many     = `split("", format("%20000s", "x"))`
	mebibyte = `format("%1000000s", "x")`
)

// growing are expressions that would take more time or memory than there is,
// with what is said instead.
func growing() map[string]struct{ source, want string } {
	return map[string]struct{ source, want string }{
		"three loops":          {`[for a in ` + thousand + ` : [for b in ` + thousand + ` : [for c in ` + thousand + ` : c]]]`, "Too many turns"},
		"two loops":            {`[for a in range(40) : [for b in range(26) : b]]`, "Too many turns"},
		"loops over one value": {`[for a in var.list : [for b in var.list : b]]`, "Too many turns"},
		"loops of its items":   {`[for a in var.lists : [for b in a : b]]`, "Too many turns"},
		"empty inner loops":    {`[for a in ` + many + ` : [for b in [] : b]]`, "Too many turns"},
		"loop in a condition":  {`[for a in range(40) : a if length([for b in range(40) : b]) > 0]`, "Too many turns"},
		"loop in a key":        {`{ for a in range(40) : join("", [for b in range(40) : tostring(b)]) => a... }`, "Too many turns"},
		"splat in a loop":      {`[for a in range(40) : var.objects[*].name]`, "Too many turns"},
		"loops in a template":  {`"%{ for a in range(40) }%{ for b in range(40) }x%{ endfor }%{ endfor }"`, "Too many turns"},
		"loops in a file":      {`templatefile("loops.tmpl", {})`, "Too many turns"},
		"loop within a list":   {`[for a in [for b in range(40) : [for c in range(40) : c]] : a]`, "Too many turns"},
		"tries":                {strings.Repeat("try(", 30) + "1" + strings.Repeat(")", 30), "Nested too deep"},

		"width":               {`format("%1000000000s", "x")`, "larger than 1 MiB"},
		"precision":           {`format("%.1000000000f", 1)`, "larger than 1 MiB"},
		"widths":              {`format("` + strings.Repeat("%9999s", 200) + `", "x")`, "larger than 1 MiB"},
		"an argument again":   {`format("` + strings.Repeat("%[1]s", 20) + `", format("%100000s", "x"))`, "larger than 1 MiB"},
		"formatlist":          {`formatlist("%5000s", ` + thousand + `)`, "larger than 1 MiB"},
		"join":                {`join(format("%5000s", "x"), formatlist("%d", ` + thousand + `))`, "larger than 1 MiB"},
		"replace":             {`replace(format("%5000s", "x"), " ", format("%5000s", "x"))`, "larger than 1 MiB"},
		"replace a pattern":   {`replace(format("%5000s", "x"), "/./", format("%5000s", "x"))`, "larger than 1 MiB"},
		"what was found":      {`replace(format("%5000s", "x"), "/.*/", "` + strings.Repeat("$${0}", 500) + `")`, "larger than 1 MiB"},
		"indent":              {`indent(1000000000, "a\nb")`, "larger than 1 MiB"},
		"split":               {`split("", var.text)`, "larger than 1 MiB"},
		"regexall":            {`regexall("((((.))))", var.text)`, "larger than 1 MiB"},
		"range":               {`range(1000000000)`, "more than 1024"},
		"products":            {`flatten([for a in range(14) : var.long])`, "larger than"},
		"concat":              {`concat(` + strings.TrimSuffix(strings.Repeat("var.long, ", 2), ", ") + `)`, "larger than"},
		"base64":              {`base64encode("${var.text}${var.text}")`, "larger than 1 MiB"},
		"number of digits":    {`tonumber(format("%050000d", 1))`, "larger than 1 MiB"},
		"exponent":            {`tonumber("1e90000000")`, "larger than 1 MiB"},
		"exponent in JSON":    {`jsondecode("{\"a\": 1e90000000}")`, "larger than 1 MiB"},
		"depth":               {`jsondecode(format("%s%s", replace(format("%100s", ""), " ", "["), replace(format("%100s", ""), " ", "]")))`, "larger than 1 MiB"},
		"all in one":          {`[for a in range(100) : startswith(coalesce(var.text, "x"), "z")]`, "larger than 16 MiB"},
		"a template":          {`"${var.text}${var.text}${var.text}"`, "at most 1 MiB"},
		"a list of one value": {`[for a in range(10) : var.text]`, "at most 1 MiB"},
		"a file of much":      {`templatefile("much.tmpl", { text = var.text })`, "more than 1 MiB"},
	}
}

func TestCompute_WhatWouldGrowBeyondTheLimitsIsRefused(t *testing.T) {
	t.Parallel()
	for name, each := range growing() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, s := hostile()
			value, diags := r.compute(parsed(t, each.source), s)
			if !strings.Contains(diags.Error(), each.want) {
				t.Errorf("got %.200s and %d diagnostics, %.300s; want %q", value.GoString(), len(diags), diags.Error(), each.want)
			}
			if diags.HasErrors() && diags[0].Subject.Start.Line != 1 {
				t.Errorf("got the place %v; want the attribute's line", diags[0].Subject)
			}
		})
	}
}

func TestCompute_WhatModulesNeedIsWithinTheLimits(t *testing.T) {
	t.Parallel()
	for name, source := range map[string]string{
		"loop":             `[for a in range(1000) : a * 2]`,
		"loop of a loop":   `[for a in [for b in range(1000) : b] : a]`,
		"small loops":      `[for a in range(30) : [for b in range(30) : a * b]]`,
		"splat":            `var.objects[*].name`,
		"template":         `"%{ for a in range(30) }${a} %{ endfor }"`,
		"joined":           `join(",", formatlist("%s:8080", range(1000)))`,
		"replaced":         `replace(format("%20000s", "x"), " ", "y")`,
		"pattern":          `replace(format("%20000s", "x"), "/ +/", "<$0>")`,
		"lines":            `indent(4, join("\n", split("", format("%1000s", "x"))))`,
		"a large file":     mebibyte,
		"JSON":             `jsonencode({ for a in range(1000) : "k${a}" => a })`,
		"read JSON":        `jsondecode("{\"a\": [1, 2.5, 1e300]}").a`,
		"tried":            `try(can(try(var.nothing.at.all, "x")), "y")`,
		"numbers":          `[pow(2, 64), parseint("ff", 16), tonumber("3.14"), 1 / 3]`,
		"loops in another": `[for a in range(10) : { for b in range(10) : "k${b}" => join(",", [for c in range(5) : "${c}"]) }]`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, s := hostile()
			if value, diags := r.compute(parsed(t, source), s); diags.HasErrors() || !value.IsWhollyKnown() {
				t.Errorf("got %.300s; want a value", diags.Error())
			}
		})
	}
}

// hcl can't be interrupted: whoever waits is told of the attribute while it is
// still being computed.
func TestWatch_NamesTheAttributeThatTakesTooLong(t *testing.T) {
	t.Parallel()
	r, s := hostile()
	r.watch.allowed = 50 * time.Millisecond
	slow := parsed(t, "\n\n[for a in "+many+" : contains(var.long, a)]")
	stopped := r.watch.during(func() { _, _ = r.compute(slow, s) })
	if stopped == nil || stopped.Summary != "Evaluation takes too long" || stopped.Subject.Start.Line != 3 {
		t.Fatalf("got %v; want the attribute at line 3", stopped)
	}
	if _, diags := r.compute(parsed(t, `upper("x")`), s); !diags.HasErrors() {
		t.Error("got a value after that; want none")
	}
}

func TestWatch_NamesTheAttributeThatTakesTooMuch(t *testing.T) {
	t.Parallel()
	r, s := hostile()
	large := parsed(t, "\n["+strings.Repeat(`"${var.text}${var.text}", `, 400)+"]")
	stopped := r.watch.during(func() { _, _ = r.compute(large, s) })
	if stopped == nil || !strings.HasPrefix(stopped.Summary, "Evaluation takes too") || stopped.Subject.Start.Line != 2 {
		t.Errorf("got %v; want the attribute at line 2", stopped)
	}
}

// Whatever a stranger writes: a value of at most 1 MiB, or what is wrong with it
// and where, in little time.
func FuzzCompute(f *testing.F) {
	f.Add(`{ for k, v in var.objects : "${k}" => upper(v.name)... if v.name != "" }`)
	f.Add(`"%{ for a in var.list ~}\n${a}%{ if a == "x" }!%{ endif }%{ endfor }"`)
	f.Fuzz(func(t *testing.T, source string) {
		if guard("module.hcl", []byte("x = "+source)).HasErrors() {
			return // refused before it is parsed, see FuzzLoad
		}
		expression, diags := hclsyntax.ParseExpression([]byte(source), "module.hcl", hcl.InitialPos)
		if diags.HasErrors() {
			return
		}
		r, s := hostile()
		var value cty.Value
		stopped := r.watch.during(func() { value, diags = r.compute(expression, s) })
		switch {
		case stopped != nil && stopped.Subject == nil:
			t.Errorf("got %v without the attribute", stopped)
		case stopped != nil:
		case len(diags) > maximumMistakes:
			t.Errorf("got %d diagnostics; want a few", len(diags))
		case !diags.HasErrors() && weigh(value, maximumResult) > maximumResult:
			t.Errorf("got more than 1 MiB of %s", source)
		}
	})
}

// hostile is a service of a stranger's module, with large values to start from.
func hostile() (*resolving, scope) {
	r := &resolving{site: &Site{Domain: "petitchaton.example"}, secrets: PlaceholderSecrets{}}
	var list, lists, objects []cty.Value
	for range 40 {
		item := cty.StringVal("x")
		list = append(list, item)
		objects = append(objects, cty.ObjectVal(map[string]cty.Value{"name": item}))
	}
	for range 40 {
		lists = append(lists, cty.ListVal(list))
	}
	long := make([]cty.Value, 10_000)
	for i := range long {
		long[i] = cty.StringVal(strings.Repeat("y", 50))
	}
	s := scope{functions: r.functionsFor("wiki", fstest.MapFS{
		"loops.tmpl": {Data: []byte("%{ for a in range(40) }%{ for b in range(40) }x%{ endfor }%{ endfor }")},
		"much.tmpl":  {Data: []byte("${text}${text}${text}")},
	})}
	return r, s.with("var", cty.ObjectVal(map[string]cty.Value{
		"list": cty.ListVal(list), "lists": cty.ListVal(lists), "objects": cty.ListVal(objects),
		"long": cty.ListVal(long), "text": cty.StringVal(strings.Repeat("z", 500_000)), "nothing": cty.EmptyObjectVal,
	}))
}

func parsed(t testing.TB, source string) hcl.Expression {
	t.Helper()
	expression, diags := hclsyntax.ParseExpression([]byte(source), "module.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return expression
}
