package preflight

import (
	"strconv"
	"strings"
)

// EngineFacts is what the engine says of itself, filled by the caller: this
// room talks to no engine. A field that the caller does not know stays empty,
// and is not judged.
type EngineFacts struct {
	Version        string // "20.10.24+dfsg1"
	StorageDriver  string // "overlay2"
	DataFolder     string
	Rootless       bool
	UserNamespaces bool // started with userns-remap
	NoMemoryLimit  bool // the kernel does not enforce limits
}

// firstWithIPv6 is the first engine that isolates IPv6 networks from each other
// as it does those of IPv4 (design: decision 6).
const firstWithIPv6 = 27

// Engine judges the engine as it is set up. Whether it speaks our API was found
// out when it was opened.
func Engine(facts EngineFacts) []Finding {
	var findings []Finding
	if facts.Rootless {
		findings = append(findings, refuse(say("The container engine runs without root: the gateway could not have this machine's own network."),
			say("Install the distribution's engine as root (apt-get install docker.io) and unset DOCKER_HOST.")))
	}
	if facts.UserNamespaces {
		findings = append(findings, refuse(say("The container engine renames users (userns-remap): it gives no container this machine's own network, which the gateway needs."),
			say("Remove userns-remap from /etc/docker/daemon.json, then: systemctl restart docker")))
	}
	if strings.HasPrefix(facts.DataFolder, "/var/snap/") {
		findings = append(findings, refuse(say("The container engine is a snap: it sees no folder outside home folders, and the state is in /var/lib."),
			say("Replace it by the distribution's: snap remove docker, then apt-get install docker.io")))
	}
	findings = append(findings, storage(facts.StorageDriver)...)
	if facts.NoMemoryLimit {
		findings = append(findings, warn(say("The kernel does not limit the memory of containers: one service can take it all."),
			say("Add cgroup_enable=memory to the kernel's command line (on a Raspberry Pi: /boot/firmware/cmdline.txt), then restart the machine.")))
	}
	if major := majorOf(facts.Version); major > 0 && major < firstWithIPv6 {
		findings = append(findings, warn(say("The container engine %s is older than %s: the networks of services have IPv4 only. Visitors by IPv6 are served all the same.", facts.Version, strconv.Itoa(firstWithIPv6)),
			say("Nothing needs doing, unless a service must itself go out by IPv6: then install a newer engine.")))
	}
	return findings
}

func storage(driver string) []Finding {
	switch driver {
	case "vfs":
		return []Finding{warn(say("The container engine copies each image in full for each container (storage driver vfs): it fills the disk and is slow."),
			say("Use a disk with ext4, xfs or btrfs for its data, and remove storage-driver from /etc/docker/daemon.json. Images must then be fetched again."))}
	case "aufs", "devicemapper", "overlay":
		return []Finding{warn(say("The storage driver %s is gone from newer container engines: an upgrade would not find its images and containers.", driver),
			say("Before the next upgrade of the engine, set storage-driver to overlay2 in /etc/docker/daemon.json. Images must then be fetched again; volumes stay."))}
	}
	return nil
}

// majorOf is 20 for "20.10.24+dfsg1", 0 when there is no number.
func majorOf(version string) int {
	major, _, _ := strings.Cut(version, ".")
	number, err := strconv.Atoi(major)
	if err != nil {
		return 0
	}
	return number
}
