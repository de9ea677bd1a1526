package engine

import (
	"math"
	"path"
	"slices"
	"sort"
	"time"

	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/api/types/mount"
)

// volumeTmpfsSize is for a VOLUME path of an image that no mount covers.
const volumeTmpfsSize = 64 << 20

// containerConfig is what runs in the container.
func (e *Engine) containerConfig(wanted *site.Container, source image.InspectResponse) *container.Config {
	config := &container.Config{
		Image:       nameFor(wanted.Image, source),
		User:        wanted.User,
		Env:         environmentOf(wanted.Environment),
		Entrypoint:  wanted.Entrypoint,
		Cmd:         wanted.Command,
		Labels:      e.containerLabels(wanted),
		Healthcheck: e.nativeCheck(wanted),

		ExposedPorts: exposedPorts(wanted),
	}
	if wanted.StopGrace > 0 {
		grace := int(math.Ceil(wanted.StopGrace.Seconds()))
		config.StopTimeout = &grace
	}
	if wanted.Job != nil {
		jobConfig(config, wanted)
	}
	return config
}

// hostAddress is where a container in the host's network answers; the gateway
// may listen at one address only. Any other answers itself on loopback.
func hostAddress(wanted *site.Container) string {
	if wanted.HostNetwork && wanted.HostAddress != "" {
		return wanted.HostAddress
	}
	return loopback
}

func environmentOf(values map[string]string) []string {
	lines := make([]string, 0, len(values))
	for name, value := range values {
		lines = append(lines, name+"="+value)
	}
	sort.Strings(lines)
	return lines
}

// nativeCheck is the engine's own reading of the health check (decision 12).
func (e *Engine) nativeCheck(wanted *site.Container) *container.HealthConfig {
	health := wanted.Health
	check := &container.HealthConfig{
		Test:     append([]string{"CMD"}, checkCommand(wanted)...),
		Interval: health.Interval, Timeout: health.Timeout,
		StartPeriod: health.Start, Retries: health.Retries,
	}
	if e.speaks("1.44") {
		check.StartInterval = 2 * time.Second
	}
	return check
}

// checkCommand is what the engine runs inside of the container.
func checkCommand(wanted *site.Container) []string {
	switch wanted.Health.Kind {
	case "command":
		return wanted.Health.Command
	case "schedule":
		return askingCommand()
	}
	command := append([]string{probeProgram, "probe"}, ProbeArguments(wanted.Health)...)
	if address := hostAddress(wanted); address != loopback {
		command = append(command, "--address", address)
	}
	return command
}

// hostConfig is what the container may do and have.
func (e *Engine) hostConfig(wanted *site.Container, source image.InspectResponse) (*container.HostConfig, error) {
	tmpfs, err := tmpfsOf(wanted, source)
	if err != nil {
		return nil, err
	}
	host := &container.HostConfig{
		ReadonlyRootfs: wanted.ReadOnly,
		CapDrop:        []string{"ALL"},
		CapAdd:         wanted.Capabilities,
		SecurityOpt:    []string{"no-new-privileges:true"},
		RestartPolicy:  restartPolicyOf(wanted),
		LogConfig:      container.LogConfig{Type: "local", Config: map[string]string{"max-size": "10m", "max-file": "3"}},
		Tmpfs:          tmpfs,
		Mounts:         e.mountsOf(wanted),
		ExtraHosts:     hostsOf(wanted),
		NetworkMode:    networkMode(wanted),
		Resources:      resourcesOf(wanted),
		PortBindings:   portBindings(wanted),
	}
	if wanted.Egress == nil && !wanted.HostNetwork {
		// A look-up of an outside name can't be answered: fail in 2 s, not 20.
		host.DNSOptions = []string{"timeout:1", "attempts:1"}
	}
	if wanted.Image.Own {
		// The gateway's file capability would count for nothing under
		// no-new-privileges; it can gain this one capability and no other.
		host.SecurityOpt = nil
		if !slices.Contains(host.CapAdd, "NET_BIND_SERVICE") {
			host.CapAdd = append(slices.Clone(host.CapAdd), "NET_BIND_SERVICE")
		}
	}
	return host, nil
}

func resourcesOf(wanted *site.Container) container.Resources {
	resources := container.Resources{
		Memory: wanted.Memory,
		// Memory and swap together: equal means no swap.
		MemorySwap: wanted.Memory,
		NanoCPUs:   int64(math.Round(wanted.CPUs * 1e9)),
	}
	if wanted.Pids > 0 {
		resources.PidsLimit = &wanted.Pids
	}
	return resources
}

func networkMode(wanted *site.Container) container.NetworkMode {
	switch {
	case wanted.HostNetwork:
		return "host"
	case len(wanted.Networks) == 0:
		return "none"
	}
	return container.NetworkMode(wanted.Networks[0].Network)
}

func hostsOf(wanted *site.Container) []string {
	var lines []string
	if wanted.HostAddress == "" {
		return nil
	}
	for _, name := range wanted.Hosts {
		lines = append(lines, name+":"+wanted.HostAddress)
	}
	return lines
}

// mountsOf lists volumes, rendered files, the gateway's folders and the probe.
func (e *Engine) mountsOf(wanted *site.Container) []mount.Mount {
	var mounts []mount.Mount
	for _, volume := range wanted.Mounts {
		mounts = append(mounts, mount.Mount{Type: mount.TypeVolume, Source: volume.Object, Target: volume.Path, ReadOnly: volume.ReadOnly})
	}
	for _, bind := range wanted.Binds {
		mounts = append(mounts, mount.Mount{Type: mount.TypeBind, Source: bind.Source, Target: bind.Path, ReadOnly: bind.ReadOnly})
	}
	for _, file := range wanted.Files {
		mounts = append(mounts, mount.Mount{Type: mount.TypeBind, Source: e.filePath(wanted, file), Target: file.Path, ReadOnly: true})
	}
	for _, folder := range wanted.Certificates {
		mounts = append(mounts, mount.Mount{Type: mount.TypeBind, Source: folder.OnHost(e.options.FilesFolder, wanted), Target: folder.Path, ReadOnly: true})
	}
	if !wanted.Image.Own {
		mounts = append(mounts, mount.Mount{Type: mount.TypeVolume, Source: e.probeVolumeName(), Target: probeFolder, ReadOnly: true})
	}
	return mounts
}

// tmpfsOf adds to the container's own entries the VOLUME paths of its image
// that nothing covers: the engine would put an anonymous volume there.
func tmpfsOf(wanted *site.Container, source image.InspectResponse) (map[string]string, error) {
	all := slices.Clone(wanted.Tmpfs)
	covered := coveredPaths(wanted)
	if source.Config != nil {
		for path := range source.Config.Volumes {
			if !covered[clean(path)] {
				all = append(all, site.Tmpfs{Path: path, Size: volumeTmpfsSize})
			}
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	owner, err := ownerOf(wanted, source)
	if err != nil {
		return nil, err
	}
	options := map[string]string{}
	for _, entry := range all {
		options[clean(entry.Path)] = tmpfsOptions(entry, owner)
	}
	return options, nil
}

func clean(name string) string { return path.Clean(name) }

func coveredPaths(wanted *site.Container) map[string]bool {
	covered := map[string]bool{}
	for _, entry := range wanted.Tmpfs {
		covered[clean(entry.Path)] = true
	}
	for _, volume := range wanted.Mounts {
		covered[clean(volume.Path)] = true
	}
	for _, bind := range wanted.Binds {
		covered[clean(bind.Path)] = true
	}
	for _, folder := range wanted.Certificates {
		covered[clean(folder.Path)] = true
	}
	return covered
}
