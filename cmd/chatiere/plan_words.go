package main

import "framagit.org/chatiere/chatiere/installer/plan"

// noun is what people call a kind of object.
func (a *app) noun(kind string) string {
	say := a.printer.Sayf
	switch kind {
	case "container":
		return say("container")
	case "network":
		return say("network")
	case "volume":
		return say("volume")
	case "image":
		return say("image")
	case "secret":
		return say("secret")
	case "routes":
		return say("routes")
	case "certificate":
		return say("certificate")
	case "authority":
		return say("certificate authority")
	case "lock":
		return say("kept versions")
	case "job":
		return say("job")
	case "timer":
		return say("timer")
	case "module":
		return say("module")
	case "source":
		return say("source of modules")
	case "port":
		return say("public port")
	}
	return kind
}

func (a *app) action(action plan.Action) string {
	say := a.printer.Sayf
	switch action {
	case plan.Create:
		return say("create")
	case plan.Replace:
		return say("replace")
	case plan.Update:
		return say("change in place")
	case plan.Remove:
		return say("remove")
	}
	return say("keep")
}

// actionSign stands before an object as in a diff.
func actionSign(action plan.Action) string {
	switch action {
	case plan.Create:
		return "+"
	case plan.Replace:
		return "-/+"
	case plan.Update:
		return "~"
	case plan.Remove:
		return "-"
	}
	return "="
}
