package engine

import (
	"fmt"
	"strconv"

	"framagit.org/chatiere/chatiere/installer/site"
)

// The labels of design/chaton.md, "State".
const (
	labelChaton     = "org.chatiere.chaton"
	labelService    = "org.chatiere.service"
	labelContainer  = "org.chatiere.container"
	labelSpec       = "org.chatiere.spec"
	labelModule     = "org.chatiere.module"
	labelRun        = "org.chatiere.run"
	labelGeneration = "org.chatiere.generation"
	labelState      = "org.chatiere.state"
	labelStatePath  = "org.chatiere.state-path"

	// labelVolume is the name of a volume in its service.
	labelVolume = "org.chatiere.volume"
	// labelInputs marks a built image, labelOwn the kit's own image and the
	// probe volume, labelBase a base image made with debootstrap.
	labelInputs = "org.chatiere.inputs"
	labelOwn    = "org.chatiere.own"
	labelBase   = "org.chatiere.base"
)

// ForeignError says that a name which the plan needs is borne by an object
// that is not this chaton's. It is neither taken over nor removed.
type ForeignError struct {
	Kind string // container, network or volume
	Name string
}

// foreignFormat gives whole sentences, since languages inflect.
func foreignFormat(kind string) string {
	switch kind {
	case "container":
		return "A container named %q exists and is not this chaton's."
	case "network":
		return "A network named %q exists and is not this chaton's."
	}
	return "A volume named %q exists and is not this chaton's."
}

// Error names the object.
func (e *ForeignError) Error() string { return fmt.Sprintf(foreignFormat(e.Kind), e.Name) }

// Sentence is the error before its arguments were put in, for translation.
func (e *ForeignError) Sentence() (format string, arguments []any) {
	return foreignFormat(e.Kind), []any{e.Name}
}

// Hint says what a person can do about it.
func (e *ForeignError) Hint() string {
	return "Rename or remove it yourself, or give the chaton another label in chaton.hcl."
}

// labels are what each object of this chaton bears.
func (e *Engine) labels(service string) map[string]string {
	return map[string]string{
		labelChaton:    e.options.Slug,
		labelService:   service,
		labelRun:       e.options.Run,
		labelState:     e.options.ID,
		labelStatePath: e.options.StatePath,
	}
}

func (e *Engine) containerLabels(container *site.Container) map[string]string {
	labels := e.labels(container.Service)
	labels[labelContainer] = container.Name
	labels[labelSpec] = container.Spec
	if container.Module != "" {
		labels[labelModule] = container.Module
	}
	return labels
}

func (e *Engine) volumeLabels(volume *site.Volume) map[string]string {
	labels := e.labels(volume.Service)
	labels[labelVolume] = volume.Name
	labels[labelGeneration] = strconv.Itoa(volume.Generation)
	return labels
}

// isOwn says whether an object with these labels is this chaton's, with this
// state: objects of a lost state are not ours to touch.
func (e *Engine) isOwn(labels map[string]string) bool {
	return labels[labelChaton] == e.options.Slug && labels[labelState] == e.options.ID
}
