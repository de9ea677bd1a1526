package plan

import "framagit.org/chatiere/chatiere/installer/site"

// Kind names one sort of operation; the part before the dot is what it works
// on. The installer holds the table from kind to the room that performs it.
type Kind string

// The kinds of operations (decision 1).
const (
	ImagePull      Kind = "image.pull"
	ImageBuild     Kind = "image.build"
	ImageImport    Kind = "image.import"
	ImageRemove    Kind = "image.remove"
	NetworkCreate  Kind = "network.create"
	NetworkConnect Kind = "network.connect"
	NetworkRemove  Kind = "network.remove"
	VolumeCreate   Kind = "volume.create"
	// VolumeRefill gives the probe's volume the files of the running program, in
	// the sight of every container that has it.
	VolumeRefill    Kind = "volume.refill"
	VolumeRemove    Kind = "volume.remove"
	ContainerCreate Kind = "container.create"
	ContainerStart  Kind = "container.start"
	ContainerStop   Kind = "container.stop"
	ContainerRemove Kind = "container.remove"
	RestartPolicy   Kind = "container.restart-policy"
	FileWrite       Kind = "file.write"
	LockWrite       Kind = "lock.write"
	SecretCreate    Kind = "secret.create"
	HealthWait      Kind = "health.wait"
	CertificateWait Kind = "certificate.wait"
	// CertificateCopy hands the gateway a certificate that somebody else
	// renews; CertificateDrop takes it back.
	CertificateCopy Kind = "certificate.copy"
	CertificateDrop Kind = "certificate.drop"
	// AuthorityReplace makes another root of the chaton's own authority, which
	// everybody must then be told of.
	AuthorityReplace Kind = "authority.replace"
	// CertificateGive copies what the gateway obtained to a container that does
	// its own TLS.
	CertificateGive Kind = "certificate.give"
	// PortOpen is a port of the machine that everybody reaches from then on.
	PortOpen     Kind = "port.open"
	RoutesAdd    Kind = "routes.add"
	RoutesSwitch Kind = "routes.switch"
	RoutesDrain  Kind = "routes.drain"
	RoutesRemove Kind = "routes.remove"
	// JobRun runs the command of a job once, in a container of its own.
	JobRun      Kind = "job.run"
	TimerWrite  Kind = "timer.write"
	TimerRemove Kind = "timer.remove"
	// ModuleKeep copies a module that services are made from, and SourceFetch
	// the modules of a source at one revision.
	ModuleKeep  Kind = "module.keep"
	SourceFetch Kind = "source.fetch"
)

// Operation is one call of one performer. It carries what that performer
// needs and nothing to decide.
type Operation struct {
	Kind     Kind
	Target   string   // what people call it: "wiki/app", "petitchaton-wiki"
	Cause    string   // why, in stable English: "no such container"
	Changes  []Change // what differs, for a replacement
	After    []string // IDs of operations that must have succeeded before
	Destroys bool     // data is lost

	// At most one of these is set, by kind.
	Image     *site.Image
	Network   *site.Network
	Volume    *site.Volume
	Container *site.Container
	Service   *site.Service

	Module *site.KeptModule
	Source *site.Source

	// Object is the engine's ID (or name, for volumes and images) of an
	// existing thing that is started, stopped or removed.
	Object string
	// Replaces is the engine's ID of the container that serves until this
	// operation has succeeded, and again when it fails (decision 4).
	Replaces string
}

// ID names the operation in After, in events and in the journal; unique in a plan.
func (o Operation) ID() string {
	id := string(o.Kind) + " " + o.Target
	if o.Object != "" && o.Object != o.Target {
		id += " " + short(o.Object)
	}
	return id
}

// Change is one field that differs. Values never hold a secret.
type Change struct {
	Field string
	Old   string
	New   string
}

// Event is progress of one operation, for people and for the journal.
type Event struct {
	Operation string // ID
	State     string // "started", "progress", "done", "failed"
	Detail    string // "412 MB of 900 MB", "not listening"; never a secret
}

func short(object string) string {
	if len(object) > 12 {
		return object[:12]
	}
	return object
}
