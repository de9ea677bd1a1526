package site

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"golang.org/x/crypto/bcrypt"
)

// functionsFor adds those that depend on a chaton, a module's folder or the
// vault.
func (r *resolving) functionsFor(service string, folder fs.FS) map[string]function.Function {
	if r.plain == nil {
		r.plain = r.bounded(plainFunctions())
	}
	own := map[string]function.Function{"fqdn": r.fqdnFunction()}
	own["bcrypt"] = onString(func(password string) (string, error) {
		return r.hashed(service, "bcrypt", password, password)
	})
	own["htpasswd"] = onStrings([]string{"user", "password"}, cty.String, func(a []string) (cty.Value, error) {
		if a[0] == "" || strings.ContainsAny(a[0], ":\n\r") {
			return cty.NilVal, errors.New("a user of a password file has a name without colon and line break")
		}
		hash, err := r.hashed(service, "htpasswd", a[0]+":"+a[1], a[1])
		return cty.StringVal(a[0] + ":" + hash), err
	})
	all := maps.Clone(r.plain)
	maps.Copy(all, r.bounded(own))
	inTemplate := maps.Clone(all)
	all["templatefile"] = r.limited(templateFunction(folder, inTemplate), nil)
	return all
}

func (r *resolving) fqdnFunction() function.Function {
	return onString(func(name string) (string, error) {
		full := name + "." + r.site.Domain
		if detail, bad := hostName(full); bad {
			return "", errors.New(detail.String())
		}
		return ascii(full), nil
	})
}

// hashed keeps a salted hash beside its secret. The name holds a fingerprint
// of the input: two hashes of one service must not take each other's place.
func (r *resolving) hashed(service, kind, input, password string) (string, error) {
	if len(password) > 72 {
		return "", errors.New("bcrypt reads 72 bytes of a password only; give it a shorter one")
	}
	name := kind + "-" + r.secrets.Fingerprint([]byte(input))[:12]
	var failed error
	hash := r.secrets.Derived(service, name, input, func() string {
		r.hashes++
		if r.hashes > maximumHashes || r.watch.over() {
			failed = fmt.Errorf("a service has at most %d hashes of passwords", maximumHashes)
			return ""
		}
		r.watch.end() // slow by our own will
		defer r.watch.resume()
		made, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.DefaultCost)
		failed = err
		return string(made)
	})
	return hash, failed
}

// templateFunction renders a file of the module's folder; templates render no
// other templates, so that none can call itself.
func templateFunction(folder fs.FS, functions map[string]function.Function) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{
			{Name: "path", Type: cty.String},
			{Name: "values", Type: cty.DynamicPseudoType, AllowUnknown: true},
		},
		Type: function.StaticReturnType(cty.String),
		Impl: func(values []cty.Value, _ cty.Type) (cty.Value, error) {
			if !values[1].IsKnown() {
				return cty.UnknownVal(cty.String), nil
			}
			return render(folder, values[0].AsString(), values[1], functions)
		},
	})
}

// render gives a text, which is not known while a value in it is not.
func render(folder fs.FS, name string, values cty.Value, functions map[string]function.Function) (cty.Value, error) {
	unknown, kind := cty.UnknownVal(cty.String), values.Type()
	if !kind.IsObjectType() && !kind.IsMapType() {
		return unknown, errors.New("the values of a template are an object")
	}
	src, err := readPlain(folder, name)
	if err != nil {
		return unknown, err
	}
	if diags := guardTemplate(name, src); diags.HasErrors() {
		return unknown, diags
	}
	template, diags := hclsyntax.ParseTemplate(src, name, hcl.InitialPos)
	if diags.HasErrors() {
		return unknown, diags
	}
	context := scope{values: values.AsValueMap(), functions: functions}.context()
	if over := checkLoops(template, context); over != nil {
		return unknown, over
	}
	result, diags := template.Value(context)
	if diags.HasErrors() {
		return unknown, diags
	}
	if !result.IsKnown() {
		return unknown, nil
	}
	if result.IsNull() || result.Type() != cty.String {
		return unknown, fmt.Errorf("the template %q gives no text", name)
	}
	if len(result.AsString()) > maximumResult {
		return unknown, fmt.Errorf("the template %q gives more than 1 MiB", name)
	}
	return result, nil
}

// readPlain reads a file of a folder, through no symbolic link: a link in a
// stranger's module would read the operator's own files.
func readPlain(folder fs.FS, name string) ([]byte, error) {
	if !fs.ValidPath(name) {
		return nil, fmt.Errorf("%q is no path inside the module", name)
	}
	for part := name; part != "."; part = path.Dir(part) {
		info, err := fs.Lstat(folder, part)
		if err != nil {
			return nil, fmt.Errorf("the module has no file %q", name)
		}
		if info.Mode()&fs.ModeSymlink != 0 {
			return nil, fmt.Errorf("%q is a symbolic link", part)
		}
		if part == name && (!info.Mode().IsRegular() || info.Size() > maximumResult) {
			return nil, fmt.Errorf("%q is no plain file of at most 1 MiB", name)
		}
	}
	return fs.ReadFile(folder, name)
}
