package compose

// draft is the module as it grows. What stands in it is HCL already, so that
// references need no second language.
type draft struct {
	name       string
	databases  []*database
	volumes    []volume
	containers []*container
	routes     []route
	publishes  []publish
	works      []job
	files      map[string][]byte // files/… of the module
}

// volume is data that outlives containers.
type volume struct {
	name   string
	source string // as compose names it
	holder string // the first container that mounts it
	path   string // and where
}

// container is what runs. Text is an expression of HCL, "" when absent.
type container struct {
	name       string
	image      string
	command    string
	entrypoint string
	user       string
	env        []assignment
	files      []file
	mounts     []mount
	tmpfs      []string
	readOnly   bool
	memory     string
	cpus       string
	pids       string
	after      []string
	stopGrace  string
	rights     []string // capabilities
	ports      []containerPort
	health     health
}

type assignment struct{ name, expression string }

// file is rendered outside and mounted read-only.
type file struct{ path, content, mode string }

type mount struct {
	volume, path string
	readOnly     bool
}

type containerPort struct {
	name   string
	number int
}

type health struct {
	port, path                        string // http, or tcp when path is ""
	command                           string
	start, interval, timeout, retries string
}

func (h health) absent() bool { return h.port == "" && h.command == "" }

type route struct{ name, container, port, path string }

type publish struct {
	name, container, port, ports string
	protocols                    []string
	hostPort                     int
}

// job is a service that ends, run in the container of another.
type job struct{ name, container, command string }
