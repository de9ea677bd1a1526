package catalog

import "sync"

// language is the grammar, made once and when it is asked for: it takes longer
// than reading a module.
var language = sync.OnceValue(grammar)

// grammar is the whole language, version 1: the table "Types, requirements,
// defaults" of design/modules.md. Within a version it only grows.
func grammar() *shape {
	return &shape{scope: constant, blocks: []nested{
		one("module", moduleShape()),
		one("software", softwareShape()),
		many("variable", variableShape()),
		many("secret", secretShape()),
		many("database", databaseShape()),
		many("cache", cacheShape()),
		many("volume", volumeShape()),
		many("container", containerShape()),
		many("route", routeShape()),
		many("publish", publishShape()),
		many("job", jobShape()),
		many("action", actionShape()),
		many("uses", usesShape()),
		one("backup", backupShape()),
		one("privacy", privacyShape()),
		one("rights", rightsShape()),
		many("guide", guideShape()),
		many("exception", exceptionShape()),
		one("notice", noticeShape()),
		many("test", testShape()),
		one("engine", engineShape()),
		one("dump", engineCommandShape()),
		one("check", engineCommandShape()),
		one("load", engineCommandShape()),
		one("password", engineCommandShape()),
	}}
}

// Categories lists what a module can be for, as design/modules.md does.
func Categories() []string {
	return []string{
		"pad", "spreadsheet", "office", "poll", "form", "file-sending", "file-storage", "paste",
		"image", "video", "meeting", "voice", "chat", "mail", "list", "calendar", "wiki", "site",
		"blog", "social", "forge", "board", "whiteboard", "map", "link", "feed", "read-later",
		"search", "password", "event", "finance", "status", "notification", "sync", "portal", "other",
	}
}

func moduleShape() *shape {
	return &shape{label: named, attributes: []attribute{
		must("language", whole(1, 1)),
		must("version", semver()),
		must("title", text()),
		must("summary", text()),
		must("category", oneOf(Categories()...)),
		may("replaces", listOf(filled())),
		may("kind", oneOf("service", "engine")),
		may("open_to", listOf(oneOf("everyone", "accounts", "members", "clients"))),
		may("needs", kitVersion()),
		may("verified", oneOf("contract", "live")),
	}}
}

func softwareShape() *shape {
	return &shape{attributes: []attribute{
		must("name", filled()),
		must("version", filled()),
		must("website", webAddress()),
		must("source", webAddress()),
		must("license", license()),
		may("modules", listOf(filled())),
		may("package", matching("the name of a Debian package", `^[a-z0-9][a-z0-9+.-]+$`)),
	}}
}

func variableShape() *shape {
	return &shape{
		label: named,
		attributes: append(questionAttributes(),
			may("advanced", boolean())),
		blocks: []nested{many("validation", validationShape())},
	}
}

// questionAttributes are what a variable and an action's input share. A
// generated input needs neither type nor label.
func questionAttributes() []attribute {
	return []attribute{
		must("type", typeExpression()).unless("generate"),
		must("label", text()).unless("generate"),
		may("default", anything()).in(answers),
		may("help", text()),
		may("sensitive", boolean()),
		may("format", oneOf("email", "url", "hostname", "ip", "cidr", "port", "bytes", "duration",
			"language", "country", "timezone", "color")),
		may("choices", listOf(filled())),
	}
}

func validationShape() *shape {
	return &shape{scope: checks, attributes: []attribute{
		must("condition", anything()),
		must("message", text()),
	}}
}

func secretShape() *shape {
	return &shape{label: named, attributes: []attribute{
		may("length", whole(1, 1024)),
		may("charset", oneOf("alphanumeric", "hex", "base64", "words")),
		may("reveal", boolean()),
		may("label", text()),
	}}
}

func databaseShape() *shape {
	return &shape{label: named, scope: wiring, attributes: []attribute{
		must("version", filled()),
		may("extensions", listOf(filled())),
		may("memory", size()),
		may("options", mapOf(anything())),
	}}
}

func cacheShape() *shape {
	return &shape{label: named, scope: wiring, attributes: []attribute{
		must("version", filled()),
		may("memory", size()),
		may("options", mapOf(anything())),
	}}
}

func volumeShape() *shape {
	return &shape{label: named, attributes: []attribute{
		must("backup", boolean()),
		must("description", text()),
	}}
}

func privacyShape() *shape {
	return &shape{
		attributes: []attribute{
			must("purpose", text()),
			must("legal_basis", oneOf("contract", "legitimate_interests", "consent",
				"legal_obligation", "public_task", "vital_interests")),
			may("keeps_addresses", textOrFalse()),
			may("recipients", listOf(filled())),
		},
		blocks: []nested{
			many("data", &shape{label: named, attributes: []attribute{
				must("subjects", text()), must("categories", text()), must("retention", text()),
			}}),
			many("third_party", &shape{label: hosted, attributes: []attribute{must("reason", text())}}),
		},
	}
}

func rightsShape() *shape {
	return &shape{attributes: []attribute{
		must("export", text()),
		must("erase", text()),
		must("formats", listOf(filled())),
		may("within", period()),
		may("accepts", listOf(filled())),
		may("elsewhere", listOf(filled())),
		may("remains", text()),
	}}
}

func guideShape() *shape {
	return &shape{label: spoken, attributes: []attribute{
		must("user", filled()),
		may("technical", filled()),
		may("accessible", text()),
	}}
}

func exceptionShape() *shape {
	return &shape{label: named, attributes: []attribute{
		must("reason", text()),
		may("precedent", webAddress()),
	}}
}
