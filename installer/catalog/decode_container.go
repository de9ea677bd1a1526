package catalog

func decodeContainer(b block) *Container {
	c := &Container{
		Name: b.label(), Image: b.expression("image"), Memory: b.expression("memory"),
		Command: b.expression("command"), Entrypoint: b.expression("entrypoint"), User: b.expression("user"),
		Environment: b.expression("env"), Tmpfs: b.expression("tmpfs"), ReadOnly: b.expression("read_only"),
		Capabilities: b.expression("capabilities"), CPUs: b.expression("cpus"), Pids: b.expression("pids"),
		After: b.expression("after"), Egress: b.expression("egress"), Architecture: b.expression("architectures"),
		Update: b.expression("update"), StopGrace: b.expression("stop_grace"), Range: b.DefRange(),
	}
	if child, ok := b.child("build"); ok {
		c.Build = &Build{Context: child.expression("context"), Range: child.DefRange()}
	}
	if child, ok := b.child("health"); ok {
		c.Health = decodeHealth(child)
	}
	decodeContents(c, b)
	return c
}

func decodeContents(c *Container, b block) {
	for _, child := range b.children("file") {
		c.Files = append(c.Files, &File{
			Path: child.label(), Content: child.expression("content"), Mode: child.expression("mode"), Range: child.DefRange(),
		})
	}
	for _, child := range b.children("mount") {
		c.Mounts = append(c.Mounts, &Mount{
			Volume: child.label(), Path: child.expression("path"), ReadOnly: child.expression("read_only"), Range: child.DefRange(),
		})
	}
	for _, child := range b.children("port") {
		c.Ports = append(c.Ports, &Port{Name: child.label(), Number: child.expression("number"), Range: child.DefRange()})
	}
}

func decodeHealth(b block) *Health {
	h := &Health{
		Command: b.expression("command"), Start: b.expression("start"), Interval: b.expression("interval"),
		Timeout: b.expression("timeout"), Retries: b.expression("retries"), Range: b.DefRange(),
	}
	if child, ok := b.child("http"); ok {
		h.HTTP = &HealthHTTP{
			Port: child.expression("port"), Path: child.expression("path"),
			Status: child.expression("status"), Range: child.DefRange(),
		}
	}
	if child, ok := b.child("tcp"); ok {
		h.TCP = &HealthTCP{Port: child.expression("port"), Range: child.DefRange()}
	}
	return h
}
