package engine

import (
	"fmt"
	"strconv"
	"strings"

	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/docker/docker/api/types/image"
)

// owner is the numeric user of a container, who owns its files and tmpfs.
type owner struct{ user, group int }

// ownerOf reads the container's user, else its recipe's, else its image's. A
// name says nothing outside of the image, so it is an error where an owner is
// needed.
func ownerOf(wanted *site.Container, source image.InspectResponse) (owner, error) {
	text := wanted.User
	if text == "" && wanted.Image.Build != nil {
		text = wanted.Image.Build.User
	}
	if text == "" && source.Config != nil {
		text = source.Config.User
	}
	if text == "" {
		return owner{}, nil
	}
	found, ok := parseOwner(text)
	if !ok {
		return owner{}, fmt.Errorf(`%s: its image runs as %q, which is a name; a container with a file or a tmpfs needs user = "uid:gid"`, wanted.FullName(), text)
	}
	return found, nil
}

// parseOwner reads "uid" or "uid:gid"; the group of a lone user is 0, as the
// engine has it for a user that its image doesn't list.
func parseOwner(text string) (owner, bool) {
	userText, groupText, grouped := strings.Cut(text, ":")
	user, err := strconv.ParseUint(userText, 10, 31)
	if err != nil {
		return owner{}, false
	}
	if !grouped {
		return owner{user: int(user)}, true
	}
	group, err := strconv.ParseUint(groupText, 10, 31)
	if err != nil {
		return owner{}, false
	}
	return owner{user: int(user), group: int(group)}, true
}

// tmpfsOptions is for mount(8). Folders that programs of any user share keep
// their usual mode.
func tmpfsOptions(entry site.Tmpfs, of owner) string {
	// The engine adds noexec where neither is said.
	options := []string{"rw", "nosuid", "nodev", "noexec"}
	if entry.Executable {
		options[3] = "exec"
	}
	mode := "0755"
	switch clean(entry.Path) {
	case "/tmp", "/var/tmp", "/dev/shm":
		mode = "1777"
	}
	return strings.Join(append(options,
		"size="+strconv.FormatInt(entry.Size, 10), "mode="+mode,
		"uid="+strconv.Itoa(of.user), "gid="+strconv.Itoa(of.group)), ",")
}
