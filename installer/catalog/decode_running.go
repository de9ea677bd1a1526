package catalog

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

func decodeRunning(m *Module, root block) {
	for _, b := range root.children("database") {
		m.Databases = append(m.Databases, decodeDatabase(b, false))
	}
	for _, b := range root.children("cache") {
		m.Databases = append(m.Databases, decodeDatabase(b, true))
	}
	for _, b := range root.children("volume") {
		m.Volumes = append(m.Volumes, &Volume{
			Name: b.label(), Backup: b.boolean("backup", false), Description: b.text("description"), Range: b.DefRange(),
		})
	}
	for _, b := range root.children("container") {
		m.Containers = append(m.Containers, decodeContainer(b))
	}
	for _, b := range root.children("route") {
		m.Routes = append(m.Routes, decodeRoute(b))
	}
	for _, b := range root.children("publish") {
		m.Publishes = append(m.Publishes, decodePublish(b))
	}
	for _, b := range root.children("job") {
		m.Jobs = append(m.Jobs, decodeJob(b))
	}
	for _, b := range root.children("action") {
		m.Actions = append(m.Actions, decodeAction(b))
	}
	if b, ok := root.child("backup"); ok {
		m.Backup = decodeBackup(b)
	}
	if b, ok := root.child("engine"); ok {
		m.Engine = decodeEngine(b, root)
	}
}

func decodeDatabase(b block, cache bool) *Database {
	return &Database{
		Engine: b.label(), Cache: cache, Version: b.expression("version"), Extensions: b.expression("extensions"),
		Memory: b.expression("memory"), Options: b.expression("options"), Range: b.DefRange(),
	}
}

func decodeRoute(b block) *Route {
	return &Route{
		Name: b.label(), Container: b.expression("container"), Port: b.expression("port"),
		Host: b.expression("host"), Path: b.expression("path"), BodyLimit: b.expression("body_limit"),
		Timeout: b.expression("timeout"), Headers: b.expression("headers"), Range: b.DefRange(),
	}
}

func decodePublish(b block) *Publish {
	return &Publish{
		Name: b.label(), Container: b.expression("container"), Port: b.expression("port"),
		Ports: b.expression("ports"), Protocols: b.expression("protocols"), HostPort: b.expression("host_port"),
		Certificate: b.expression("certificate"), CertificateHosts: b.expression("certificate_hosts"),
		Reload: b.expression("reload"), Range: b.DefRange(),
	}
}

func decodeJob(b block) *Job {
	return &Job{
		Name: b.label(), Container: b.expression("container"), Command: b.expression("command"),
		When: b.expression("when"), Every: b.expression("every"), Timeout: b.expression("timeout"),
		Stdin: b.expression("stdin"), Range: b.DefRange(),
	}
}

func decodeAction(b block) *Action {
	a := &Action{
		Name: b.label(), Label: b.text("label"), Container: b.expression("container"),
		Command: b.expression("command"), Stdin: b.expression("stdin"),
		Writes: b.stringOr("writes", "text"), Range: b.DefRange(),
	}
	for _, child := range b.children("input") {
		a.Inputs = append(a.Inputs, decodeInput(child))
	}
	return a
}

// decodeInput knows that a generated value is a string, which is not written.
func decodeInput(b block) *Input {
	input := &Input{Variable: decodeVariable(b), Generate: b.number("generate", 0)}
	if input.Generate > 0 && input.Type == cty.NilType {
		input.Type = cty.String
	}
	return input
}

func decodeBackup(b block) *Backup {
	return &Backup{
		Before: decodeHook(b, "before"), After: decodeHook(b, "after"),
		Exclude: b.strings("exclude"), Live: b.boolean("live", false), Range: b.DefRange(),
	}
}

func decodeHook(b block, kind string) *Hook {
	child, ok := b.child(kind)
	if !ok {
		return nil
	}
	return &Hook{Container: child.expression("container"), Command: child.expression("command"), Range: child.DefRange()}
}

func decodeEngine(b, root block) *Engine {
	return &Engine{
		Majors: b.strings("majors"), Container: b.string("container"), Volume: b.string("volume"),
		VersionFile: b.string("version_file"), Port: b.number("port", 0), URL: b.expression("url"),
		Extensions: b.strings("extensions"), Dump: engineCommand(root, "dump"), Check: engineCommand(root, "check"),
		Load: engineCommand(root, "load"), Password: engineCommand(root, "password"), Range: b.DefRange(),
	}
}

func engineCommand(root block, kind string) hcl.Expression {
	child, ok := root.child(kind)
	if !ok {
		return nil
	}
	return child.expression("command")
}
