package catalog

// signIn names the test whose cookies others go on with.
const signIn = "sign in"

// tests checks that each test holds one whole trial, and names what exists.
func (c *checker) tests(root block) {
	for _, test := range root.children("test") {
		if test.boolean("signed_in", false) && !c.roster.known["test"][signIn] {
			c.add(test.DefRange(), "Unknown test", "signed_in goes on with the cookies of a test %q, and there is none.", signIn)
		}
		_, write := test.child("write")
		_, read := test.child("read")
		if !write && !read {
			c.trial(test)
			continue
		}
		if !write || !read {
			c.add(test.DefRange(), "Half a test", "A test with a block write has a block read too: what is written before a backup is read after the restore.")
		}
		for _, kind := range []string{"request", "tcp", "exec", "step", "expect", "capture"} {
			if stray, ok := test.child(kind); ok {
				c.add(stray.DefRange(), "Block not allowed", "A test with write and read holds nothing else. Move this block into one of them.")
			}
		}
		for _, part := range append(test.children("write"), test.children("read")...) {
			c.trial(part)
		}
	}
}

// trial is a test, or one half of it.
func (c *checker) trial(b block) {
	steps := b.children("step")
	if len(steps) == 0 {
		c.step(b)
		return
	}
	for _, kind := range []string{"request", "tcp", "exec", "expect", "capture"} {
		if stray, ok := b.child(kind); ok {
			c.add(stray.DefRange(), "Block not allowed", "A test made of steps holds nothing else. Move this block into a step.")
		}
	}
	for _, s := range steps {
		c.step(s)
	}
}

func (c *checker) step(b block) {
	request, asked := b.child("request")
	tcp, connected := b.child("tcp")
	exec, executed := b.child("exec")
	count := 0
	for _, given := range []bool{asked, connected, executed} {
		if given {
			count++
		}
	}
	if count != 1 {
		c.add(b.DefRange(), "Not one trial", "Exactly one of request, tcp and exec is required here.")
	}
	expect, expected := b.child("expect")
	_, captured := b.child("capture")
	switch {
	case asked && !expected && !captured:
		c.add(request.DefRange(), "Missing block", "A request proves nothing by itself. Say in a block expect what the answer must be.")
	case expected && !asked:
		c.add(expect.DefRange(), "Block not allowed", "A block expect belongs to a request. An exec says contains itself.")
	case expected && len(expect.Body.Attributes) == 0:
		c.add(expect.DefRange(), "Missing attribute", "Say what the answer must be, for example status = 200.")
	}
	if asked && len(c.roster.names["route"]) == 0 {
		c.add(request.DefRange(), "Unknown route", "A request goes through a route, and this module has none. Write a block exec or tcp.")
	}
	c.known("route", written(request, asked, "route"), b.DefRange())
	c.known("publish", written(tcp, connected, "publish"), b.DefRange())
	if executed {
		c.findContainer(exec.expression("container"))
	}
}

func written(b block, given bool, name string) string {
	if !given {
		return ""
	}
	return b.string(name)
}
