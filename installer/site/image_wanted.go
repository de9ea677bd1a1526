package site

// Image is what a container is made from. Exactly one of Reference (pulled),
// Build and Own is set.
type Image struct {
	Reference string // canonical, with a tag; set with Own too
	Build     *Build
	Own       bool // imported from the running binary: gateway and probe

	Digest string // allotted from the lock file, for a pulled image
	ID     string // allotted: the image on the engine, "" when it is still to be made
}

// Name is the reference that the engine knows the image by.
func (i Image) Name() string {
	switch {
	case i.Build != nil:
		return i.Build.Tag
	case i.Reference != "":
		return i.Reference
	}
	return OwnImage
}

// OwnImage is the repository of the kit's own image, imported from the running
// binary (decision 5). Its tag is the first 12 of the binary's SHA-256, in
// Reference: a gateway goes on with its image when the binary was replaced.
const OwnImage = "chatiere/chatiere"

// Build is an image made from a module's own context folder.
type Build struct {
	Module  string
	Version string
	Context string // path inside the module's folder
	Base    string // last image outside the Containerfile that a stage begins with, "" when all begin with scratch
	Inputs  string // hex SHA-256 of the context's files and of the base's name
	Tag     string // chatiere/<module>:<version>-<first 12 of inputs>
	User    string // of the Containerfile's last USER line
	// Volumes are the paths of its VOLUME lines. Where no mount covers one, the
	// container gets memory there, and the plan says so (decision 14).
	Volumes []string `json:",omitempty"`

	// Files is the context itself, by path; never written to disk as JSON.
	Files map[string][]byte `json:"-"`
}
