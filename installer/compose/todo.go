package compose

import (
	"slices"
	"strings"
)

// todos lists what only a person can know, once everything is carried over.
func (i *importer) todos() {
	add := func(what Sentence) { i.todo = append(i.todo, what) }
	add(say("Write title, summary, category, the software’s name, website, source and licence in module.hcl."))
	for _, image := range sortedKeys(i.lacking.tag) {
		add(say("Name a version of the image %s (%s): without a tag, or with the tag latest, it is another one next month.", image, strings.Join(i.lacking.tag[image], ", ")))
	}
	add(say("Write privacy and rights: what is done with the data of people, and how they leave with it."))
	if names := i.lacking.memory; len(names) > 0 {
		add(say("Measure the memory of these containers and write it: %s.", strings.Join(names, ", ")))
	}
	if names := i.lacking.health; len(names) > 0 {
		add(say("Say how one knows that these containers work: %s.", strings.Join(names, ", ")))
	}
	if names := i.lacking.guessed; len(names) > 0 {
		add(say("Compose has no health check for these containers; an open port is asked for, a page would be better: %s.", strings.Join(names, ", ")))
	}
	add(say("No container has a way out to the internet: where the software needs it, write egress with the reason."))
	add(say("The root of each container is read-only: what the software writes needs a mount or a tmpfs."))
	if len(i.volumes) > 0 {
		add(say("Every volume is to be backed up: say otherwise for what can be made again."))
	}
	if len(i.secrets.names) > 0 {
		add(say("These secrets are generated anew; one that comes from elsewhere belongs in a variable with sensitive = true: %s.", strings.Join(i.secrets.names, ", ")))
	}
	i.passwords(add)
	add(say("Write tests that use the service as people do, then try it: chatiere module test %s", i.name))
}

// passwords names each server whose password nobody was told: ours ask for one
// even where compose's did not.
func (i *importer) passwords(add func(Sentence)) {
	for _, d := range i.draft.databases {
		wanted := d.expression("password")
		if !i.told(wanted) {
			add(say("The server %s wants a password, and no container was given it: pass %s to the software, or remove the server if nothing needs it.", d.engine, wanted))
		}
	}
}

func (i *importer) told(expression string) bool {
	return slices.ContainsFunc(i.containers, func(c *container) bool {
		return slices.ContainsFunc(c.env, func(a assignment) bool { return strings.Contains(a.expression, expression) }) ||
			slices.ContainsFunc(c.files, func(f file) bool { return strings.Contains(f.content, expression) })
	})
}
