package compose

import (
	"slices"
	"strings"
)

// top takes what stands beside the services and means something here.
func (i *importer) top(model *section) {
	model.take("name")
	networks := model.inside("networks")
	for _, name := range sortedKeys(networks.values) {
		if of, _ := networks.values[name].(map[string]any); len(of) == 0 {
			networks.take(name)
			continue
		}
		networks.inside(name).take("driver")
	}
	if i.loaded.version {
		model.take("x-version")
		i.leave([]string{"version"}, say("compose itself does not read this line any more"))
	}
}

// volumesOf takes the named volumes; how they are kept is the platform's.
func (i *importer) volumesOf(model *section) {
	volumes := model.inside("volumes")
	for _, name := range sortedKeys(volumes.values) {
		if of, _ := volumes.values[name].(map[string]any); len(of) == 0 {
			volumes.take(name)
			continue
		}
		volumes.inside(name)
	}
}

// remaining names everything that nobody took.
func (i *importer) remaining(model *section) {
	for _, path := range model.rest() {
		if len(path) > 2 && path[0] == "services" && i.databases[path[1]] != nil {
			i.leave(path, serverReason(path[2]))
			continue
		}
		i.leave(path, reason(path))
	}
}

// serverReason is for what is said of a server that the platform runs.
func serverReason(field string) Sentence {
	if field == "depends_on" {
		return say("databases come first by themselves")
	}
	return say("a setting of a server that the platform runs: look whether an option of the engine module does the same")
}

// reason says why a field has no place in a module, by its name.
func reason(path []string) Sentence {
	switch {
	case strings.HasPrefix(path[0], "x-"), strings.HasPrefix(path[len(path)-1], "x-"):
		return say("a field for other programs; what YAML took from it is carried over")
	case path[0] == "networks":
		return say("each service has its own networks, closed to the others")
	case path[0] == "volumes":
		return say("the platform keeps volumes in its own way")
	case path[0] == "include":
		return say("what it names was read")
	case slices.Contains(path, "bind"), slices.Contains(path, "volume") && len(path) > 3:
		return say("a volume has no options of its own")
	case len(path) > 2 && path[0] == "services":
		return serviceReason(path[2])
	}
	return say("a module has nothing like it")
}

func serviceReason(field string) Sentence {
	switch field {
	case "labels", "label_file":
		return say("labels are read by other programs, not by this one")
	case "logging", "log_opt", "log_driver":
		return say("the platform keeps the logs, as long as chaton.hcl says")
	case "privileged":
		return say("no container has all rights on the machine: it may not work without")
	case "network_mode", "pid", "ipc", "uts", "userns_mode", "cgroup", "cgroup_parent":
		return say("no container shares what belongs to the machine or to another one")
	case "devices", "gpus", "device_cgroup_rules":
		return say("no container gets a device of the machine")
	case "extra_hosts", "dns", "dns_search", "dns_opt", "domainname":
		return say("names are resolved in the service’s own network")
	case "networks", "links", "external_links", "mac_address":
		return say("containers of a service know each other by their names, in one network")
	}
	return tuningReason(field)
}

func tuningReason(field string) Sentence {
	switch field {
	case "ulimits", "sysctls", "shm_size", "mem_swappiness", "memswap_limit", "mem_reservation", "oom_score_adj", "oom_kill_disable", "cpu_shares", "cpuset", "cpu_quota", "cpu_period":
		return say("the platform sets memory, processors and processes only: see whether it runs with the engine’s own values")
	case "deploy":
		return say("one machine, one container of each name; limits are carried over")
	case "working_dir", "stdin_open", "tty", "init", "stop_signal", "attach", "pull_policy", "platform", "runtime", "isolation":
		return say("the image decides")
	case "develop", "scale", "extends", "annotations", "pre_start", "post_start", "pre_stop", "provider", "models":
		return say("for developing or for many machines")
	case "group_add":
		return say("a container has one user and one group")
	}
	return say("a module has nothing like it")
}
