package catalog

// testShape is a test: what a step holds, or steps, or a write before a backup
// and a read after the restore.
func testShape() *shape {
	s := trialShape()
	s.label = titled
	s.attributes = append(s.attributes, may("signed_in", boolean()))
	s.blocks = append(s.blocks, one("write", trialShape()), one("read", trialShape()))
	return s
}

func trialShape() *shape {
	s := stepShape()
	s.blocks = append(s.blocks, many("step", stepShape()))
	return s
}

func stepShape() *shape {
	return &shape{scope: proof, blocks: []nested{
		one("request", requestShape()),
		one("expect", expectShape()),
		one("tcp", &shape{attributes: []attribute{must("publish", filled())}}),
		one("exec", execShape()),
		many("capture", captureShape()),
	}}
}

func requestShape() *shape {
	return &shape{attributes: []attribute{
		must("path", absolutePath()),
		may("route", filled()),
		may("method", matching(`a method in capitals, for example "POST"`, `^[A-Z]+$`)),
		may("headers", mapOf(str())),
		may("body", str()),
		may("user", str()),
		may("password", str()),
		may("follow", boolean()),
	}}
}

func expectShape() *shape {
	return &shape{attributes: []attribute{
		may("status", whole(100, 599)),
		may("contains", str()),
		may("absent", str()),
		may("json", mapOf(anything())),
		may("headers", mapOf(str())),
		may("within", duration()),
	}}
}

func execShape() *shape {
	return &shape{attributes: []attribute{
		must("container", filled()),
		must("command", command()),
		may("stdin", str()),
		may("contains", str()),
	}}
}

func captureShape() *shape {
	return &shape{
		label:      named,
		attributes: []attribute{may("json", filled()), may("regex", filled()), may("header", filled())},
		oneOf:      [][]string{{"json", "regex", "header"}},
	}
}
