package catalog

import (
	"io/fs"
	"path"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

const containerfileName = "Containerfile"

// images checks the build contexts that are known before a chaton is: those
// written out, and in an engine module those of each major version.
func (c *checker) images(module string, m *Module, sources map[string]*hcl.File) {
	for _, container := range m.Containers {
		if container.Build == nil || container.Build.Context == nil {
			continue
		}
		for _, context := range contexts(container.Build.Context, m.Engine) {
			c.image(module, container, context, sources)
		}
	}
}

func contexts(expression hcl.Expression, engine *Engine) []string {
	if name, ok := literalString(expression); ok {
		return []string{name}
	}
	if engine == nil || !onlyMajor(expression) {
		return nil
	}
	var found []string
	for _, major := range engine.Majors {
		value, diagnostics := expression.Value(&hcl.EvalContext{Variables: map[string]cty.Value{
			"client": cty.ObjectVal(map[string]cty.Value{"major": cty.StringVal(major)}),
		}})
		if !diagnostics.HasErrors() && value.IsKnown() && !value.IsNull() && isString(value) {
			found = append(found, value.AsString())
		}
	}
	return found
}

// onlyMajor tells whether an expression is a template of client.major and
// nothing else: such a one costs nothing to evaluate.
func onlyMajor(expression hcl.Expression) bool {
	parts, ok := templateParts(expression)
	if !ok {
		return false
	}
	for _, part := range parts {
		traversal, diagnostics := hcl.AbsTraversalForExpr(part)
		named := !diagnostics.HasErrors() && len(traversal) == 2 && traversal.RootName() == "client" && step(traversal[1]) == "major"
		if !named && !isLiteral(part) {
			return false
		}
	}
	return true
}

func (c *checker) image(module string, container *Container, context string, sources map[string]*hcl.File) {
	subject := container.Build.Context.Range()
	folder := path.Clean(context)
	if !fs.ValidPath(folder) {
		c.add(subject, "Folder outside the module", "%q is not in the module's folder. A build context is a folder of the module.", context)
		return
	}
	if info, err := fs.Stat(c.folder, folder); err != nil || !info.IsDir() {
		c.add(subject, "Folder not found", "The module has no folder %q.", context)
		return
	}
	// A hostile module may build ten thousand containers from one folder.
	if _, seen := c.built[folder]; !seen {
		c.built[folder] = c.context(module, folder, subject, sources)
	}
	if file := c.built[folder]; file != nil && file.User == "" && container.User == nil {
		c.add(subject, "Missing user", "The last stage of its Containerfile has no USER line, and the container no user. Write for example USER 1000:1000.")
	}
}

// context is nil when something is wrong with it, which was said.
func (c *checker) context(module, folder string, subject hcl.Range, sources map[string]*hcl.File) *Containerfile {
	files, err := (&Module{Name: module, Folder: c.folder}).Context(folder)
	if err != nil {
		c.add(subject, "Wrong build context", "The image can't be built: %v.", err)
		return nil
	}
	src, ok := files[containerfileName]
	if !ok {
		c.add(subject, "Missing Containerfile", "The folder %q holds no file Containerfile.", folder)
		return nil
	}
	name := path.Join(module, folder, containerfileName)
	sources[name] = &hcl.File{Bytes: src}
	file, diagnostics := CheckContainerfile(name, src)
	c.diagnostics = append(c.diagnostics, diagnostics...)
	if diagnostics.HasErrors() {
		return nil
	}
	return &file
}
