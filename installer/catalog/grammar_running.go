package catalog

func containerShape() *shape {
	return &shape{
		label: named, scope: wiring,
		attributes: []attribute{
			may("image", image()),
			must("memory", size()),
			may("command", command()).in(running),
			may("entrypoint", command()),
			may("user", user()),
			may("env", mapOf(environmentValue()).named(variableName())).in(running),
			may("tmpfs", listOf(temporary())),
			may("read_only", boolean()),
			may("capabilities", listOf(capability())),
			may("cpus", positive()),
			may("pids", whole(1, 1<<22)),
			may("after", listOf(filled())),
			may("egress", text()),
			may("architectures", listOf(oneOf("amd64", "arm64"))),
			may("update", oneOf("rolling", "replace")),
			may("stop_grace", duration()),
		},
		blocks: []nested{
			one("build", &shape{attributes: []attribute{must("context", filled())}}),
			many("file", fileShape()),
			many("mount", mountShape()),
			many("port", &shape{label: named, attributes: []attribute{must("number", whole(1, 65535))}}),
			needed("health", healthShape()),
		},
		oneOf: [][]string{{"image", "build"}},
	}
}

func fileShape() *shape {
	return &shape{label: absolute, scope: running, attributes: []attribute{
		must("content", str()),
		may("mode", mode()),
	}}
}

func mountShape() *shape {
	return &shape{label: named, attributes: []attribute{
		must("path", absolutePath()),
		may("read_only", boolean()),
	}}
}

func healthShape() *shape {
	return &shape{
		scope: running,
		attributes: []attribute{
			may("command", command()),
			may("start", duration()),
			may("interval", duration()),
			may("timeout", duration()),
			may("retries", whole(1, 100)),
		},
		blocks: []nested{
			one("http", &shape{attributes: []attribute{
				must("port", filled()),
				may("path", absolutePath()),
				may("status", whole(100, 599)),
			}}),
			one("tcp", &shape{attributes: []attribute{must("port", filled())}}),
		},
		oneOf: [][]string{{"http", "tcp", "command"}},
	}
}

func routeShape() *shape {
	return &shape{label: named, scope: wiring, attributes: []attribute{
		must("container", filled()),
		must("port", filled()),
		may("host", host()),
		may("path", prefix()),
		may("body_limit", size()),
		may("timeout", duration()),
		may("headers", mapOf(str())).in(running),
	}}
}

func publishShape() *shape {
	return &shape{
		label: named, scope: wiring,
		attributes: []attribute{
			must("container", filled()),
			may("port", filled()),
			may("ports", portRange()),
			may("protocols", listOf(oneOf("tcp", "udp"))),
			may("host_port", whole(1, 65535)),
			may("certificate", absolutePath()),
			may("certificate_hosts", listOf(host())),
			may("reload", command()),
		},
		oneOf: [][]string{{"port", "ports"}},
	}
}

func jobShape() *shape {
	return &shape{
		label: named, scope: running,
		attributes: []attribute{
			must("container", filled()),
			must("command", command()),
			may("when", oneOf("before", "once")),
			may("every", rhythm()),
			may("timeout", duration()),
			may("stdin", str()),
		},
		oneOf: [][]string{{"when", "every"}},
	}
}

func actionShape() *shape {
	return &shape{
		label: named, scope: running,
		attributes: []attribute{
			must("label", text()).in(constant),
			must("container", filled()),
			must("command", command()),
			may("stdin", str()),
			may("writes", oneOf("text", "archive")).in(constant),
		},
		blocks: []nested{many("input", inputShape())},
	}
}

// inputShape is constant but for default and validation, though its action is
// not: what to ask is known before anything runs.
func inputShape() *shape {
	return &shape{
		label: named, scope: constant,
		attributes: append(questionAttributes(),
			may("advanced", boolean()),
			may("generate", whole(1, 1024))),
		blocks: []nested{many("validation", validationShape())},
	}
}

func usesShape() *shape {
	return &shape{
		label: named,
		attributes: []attribute{
			must("label", text()),
			may("category", oneOf(Categories()...)),
			may("module", matching("the name of a module", modulePattern)),
			may("optional", boolean()),
		},
		oneOf: [][]string{{"category", "module"}},
	}
}

func backupShape() *shape {
	hook := &shape{scope: running, attributes: []attribute{
		must("container", filled()),
		must("command", command()),
	}}
	return &shape{
		attributes: []attribute{may("exclude", listOf(excluded())), may("live", boolean())},
		blocks:     []nested{one("before", hook), one("after", hook)},
	}
}

func noticeShape() *shape {
	return &shape{scope: proof, attributes: []attribute{must("fr", str()), may("en", str())}}
}

func engineShape() *shape {
	return &shape{attributes: []attribute{
		must("majors", listOf(filled())),
		must("container", filled()),
		may("volume", filled()),
		may("version_file", filled()),
		must("port", whole(1, 65535)),
		must("url", filled()).in(running),
		may("extensions", listOf(filled())),
	}}
}

func engineCommandShape() *shape {
	return &shape{scope: running, attributes: []attribute{must("command", command())}}
}
