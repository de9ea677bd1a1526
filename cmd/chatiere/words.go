package main

import "framagit.org/chatiere/chatiere/installer/plan"

// operation says what an operation does, in the operator's language.
func (a *app) operation(o plan.Operation) string {
	say := a.printer.Sayf
	switch o.Kind {
	case plan.ImagePull:
		return say("fetch image %s", o.Target)
	case plan.ImageBuild:
		return say("build image %s", o.Target)
	case plan.ImageImport:
		return say("make image %s", o.Target)
	case plan.ImageRemove:
		return say("remove image %s", o.Target)
	case plan.NetworkCreate:
		return say("create network %s", o.Target)
	case plan.NetworkConnect:
		return say("connect %s", o.Target)
	case plan.NetworkRemove:
		return say("remove network %s", o.Target)
	case plan.VolumeCreate:
		return say("create volume %s", o.Target)
	case plan.VolumeRefill:
		return say("replace the files of volume %s", o.Target)
	case plan.VolumeRemove:
		return say("remove volume %s", o.Target)
	case plan.FileWrite:
		return say("write the files of %s", o.Target)
	}
	return a.containerOperation(o)
}

func (a *app) containerOperation(o plan.Operation) string {
	say := a.printer.Sayf
	switch o.Kind {
	case plan.ContainerCreate:
		return say("create container %s", o.Target)
	case plan.ContainerStart:
		return say("start container %s", o.Target)
	case plan.ContainerStop:
		return say("stop container %s", o.Target)
	case plan.ContainerRemove:
		return say("remove container %s", o.Target)
	case plan.RestartPolicy:
		return say("restore the restart policy of %s", o.Target)
	case plan.HealthWait:
		return say("wait until %s is running", o.Target)
	case plan.JobRun:
		return say("run the job %s", o.Target)
	case plan.SecretCreate:
		return say("make secret %s", o.Target)
	case plan.LockWrite:
		return say("write %s", o.Target)
	}
	return a.routesOperation(o)
}

func (a *app) routesOperation(o plan.Operation) string {
	say := a.printer.Sayf
	switch o.Kind {
	case plan.RoutesAdd:
		return say("let the containers of %s reach the gateway", o.Target)
	case plan.RoutesDrain:
		return say("let %s finish its answers", o.Target)
	case plan.RoutesSwitch:
		switch o.Target {
		case plan.SiteTarget:
			return say("open the public pages")
		case plan.LogsTarget:
			return say("tell the gateway which logs to keep")
		case plan.NamesTarget:
			return say("have the gateway obtain certificates for services to show")
		}
		return say("open the routes of %s", o.Target)
	case plan.RoutesRemove:
		if o.Target == plan.LogsTarget {
			return say("let the gateway keep no logs")
		}
		if o.Target == plan.NamesTarget {
			return say("have the gateway obtain no certificates for services to show")
		}
		return say("close the routes of %s", o.Target)
	}
	return a.certificateOperation(o)
}
