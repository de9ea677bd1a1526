package compose

import (
	"path"
	"path/filepath"
	"strconv"
	"strings"
)

// rendered carries over the configs and secrets of compose: both are files
// here, and a secret's content is generated.
func (i *importer) rendered(s *service, c *container) {
	for _, kind := range []string{"secrets", "configs"} {
		for _, each := range s.items(kind) {
			source := each.text("source")
			target := each.text("target")
			if target == "" {
				target = map[string]string{"secrets": source, "configs": "/" + source}[kind]
			}
			if !path.IsAbs(target) {
				target = path.Join("/run/secrets", target)
			}
			content := i.content(kind, source)
			if content == "" {
				i.leave(each.path, say("the file can’t be read"))
				continue
			}
			mode := each.text("mode")
			if number(mode) > 0 {
				mode = "0" + octal(mode)
			}
			c.files = append(c.files, file{path: target, content: content, mode: mode})
		}
	}
}

// content is an expression for what a config or secret holds.
func (i *importer) content(kind, source string) string {
	all, _ := i.loaded.model[kind].(map[string]any)
	described, _ := all[source].(map[string]any)
	if kind == "secrets" {
		return i.stored(source, described)
	}
	if text, ok := described["content"].(string); ok {
		return i.quote(text)
	}
	if name, ok := described["file"].(string); ok {
		if copy := i.copied(name); copy != "" {
			return `templatefile("` + copy + `", {})`
		}
	}
	return ""
}

// stored is a secret of compose. It is the same one as that of a variable or a
// value of its name.
func (i *importer) stored(source string, described map[string]any) string {
	if variable, ok := described["environment"].(string); ok {
		return i.secrets.ofVariable(variable)
	}
	return i.secrets.ofVariable(strings.TrimSuffix(filepath.Base(source), filepath.Ext(source)))
}

// storedSecrets takes the secrets and configs of the project, whose content was
// read where they are used.
func (i *importer) storedSecrets(model *section) {
	for _, kind := range []string{"secrets", "configs"} {
		all := model.inside(kind)
		for _, name := range sortedKeys(all.values) {
			one := all.inside(name)
			for _, key := range []string{"file", "environment", "content", "name", "#value"} {
				one.take(key)
			}
		}
	}
}

// octal is a mode as people write it, from the number that YAML read.
func octal(mode string) string {
	if strings.HasPrefix(mode, "0") {
		return strings.TrimLeft(mode, "0o")
	}
	value, text := number(mode), ""
	for ; value > 0; value /= 8 {
		text = strconv.Itoa(value%8) + text
	}
	return text
}
