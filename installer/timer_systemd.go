package installer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"strings"

	"framagit.org/chatiere/chatiere/installer/disk"
)

const (
	unitMark = "# Written by chatiere apply; chatiere destroy removes it.\n"

	// A tick writes in its state folder and nowhere else, and talks to the
	// engine, the gateway and the chaton's own names. It gives files to the
	// gateway's user, and tries whether a port is free.
	serviceFormat = unitMark + `[Unit]
Description=What is due for the chaton %s
After=network-online.target docker.service
Wants=network-online.target

[Service]
Type=oneshot
ExecStart=%s
%sNice=10
TimeoutStartSec=6h
ProtectSystem=strict
ReadWritePaths=%s
ProtectHome=read-only
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
CapabilityBoundingSet=CAP_CHOWN CAP_DAC_OVERRIDE CAP_FOWNER CAP_NET_BIND_SERVICE
NoNewPrivileges=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
`

	timerFormat = unitMark + `[Unit]
Description=Look every ten minutes at what is due for the chaton %s

[Timer]
OnCalendar=*:0/10
Persistent=true
AccuracySec=30s

[Install]
WantedBy=timers.target
`
)

func (t Timer) serviceText() string {
	host := ""
	if t.Host != "" {
		host = "Environment=" + quoteUnit("DOCKER_HOST="+t.Host) + "\n"
	}
	var command []string
	for _, word := range t.Command {
		// systemd would put a variable in the place of $NAME.
		command = append(command, strings.ReplaceAll(quoteUnit(word), "$", "$$"))
	}
	return fmt.Sprintf(serviceFormat, t.Slug, strings.Join(command, " "), host, quoteUnit(t.state()))
}

func (t Timer) timerText() string { return fmt.Sprintf(timerFormat, t.Slug) }

// state is the folder that the command names.
func (t Timer) state() string {
	for i, word := range t.Command {
		if word == "--state" && i+1 < len(t.Command) {
			return t.Command[i+1]
		}
	}
	return "/var/lib/chatiere/" + t.Slug
}

// quoteUnit writes a word so that systemd reads it back as it is: percent signs
// name things in units.
func quoteUnit(word string) string {
	word = strings.ReplaceAll(word, "%", "%%")
	if !strings.ContainsAny(word, " \t\"'\\;") {
		return word
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(word) + `"`
}

// install writes the units and has systemd start the timer, now and at every
// boot.
func (t Timer) install(ctx context.Context) error {
	if err := os.MkdirAll(t.Units, 0o755); err != nil {
		return err
	}
	for unit, text := range map[string]string{t.serviceUnit(): t.serviceText(), t.timerUnit(): t.timerText()} {
		if err := disk.Replace(t.path(unit), []byte(text), 0o644); err != nil {
			return err
		}
	}
	if _, err := t.systemctl(ctx, "daemon-reload"); err != nil {
		return err
	}
	_, err := t.systemctl(ctx, "enable", "--now", t.timerUnit())
	return err
}

func (t Timer) uninstall(ctx context.Context) error {
	// A timer that systemd does not know is disabled: what counts is that its
	// files are gone.
	_, stopping := t.systemctl(ctx, "disable", "--now", t.timerUnit())
	var wrong []error
	for _, unit := range []string{t.timerUnit(), t.serviceUnit()} {
		err := os.Remove(t.path(unit))
		if errors.Is(err, fs.ErrNotExist) {
			stopping, err = nil, nil
		}
		wrong = append(wrong, err)
	}
	_, err := t.systemctl(ctx, "daemon-reload")
	return errors.Join(append(wrong, stopping, err)...)
}

// active says whether systemd calls the timer now and after the next boot.
func (t Timer) active(ctx context.Context) bool {
	said, err := t.systemctl(ctx, "show", "--property=ActiveState,UnitFileState", t.timerUnit())
	return err == nil && strings.Contains(said, "ActiveState=active\n") && strings.Contains(said, "UnitFileState=enabled\n")
}

func (t Timer) systemctl(ctx context.Context, arguments ...string) (string, error) {
	var out, said bytes.Buffer
	command := exec.CommandContext(ctx, t.Systemctl, arguments...)
	command.Stdout, command.Stderr = &out, &said
	if err := command.Run(); err != nil {
		return "", fmt.Errorf("systemctl %s: %w: %s", strings.Join(arguments, " "), err, strings.TrimSpace(said.String()))
	}
	return out.String(), nil
}
