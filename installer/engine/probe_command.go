package engine

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strconv"
	"time"

	"framagit.org/chatiere/chatiere/installer/site"
)

// ProbeArguments writes an http or tcp check as the arguments that follow
// `chatiere probe`.
func ProbeArguments(health site.Health) []string {
	arguments := []string{health.Kind, "--port", strconv.Itoa(health.Port)}
	if health.Kind == "http" {
		arguments = append(arguments, "--path", health.Path)
		if health.Host != "" {
			arguments = append(arguments, "--host", health.Host)
		}
		if health.Status != 0 {
			arguments = append(arguments, "--status", strconv.Itoa(health.Status))
		}
	}
	if health.Timeout > 0 {
		arguments = append(arguments, "--timeout", health.Timeout.String())
	}
	return arguments
}

// loopback is where a program is reached from inside of its own container.
const loopback = "127.0.0.1"

// RunProbe is `chatiere probe`: it reads what ProbeArguments wrote, inside of
// a container, and makes the check against 127.0.0.1, or --address. In the
// container that refills the probe's volume it does that.
func RunProbe(ctx context.Context, arguments []string) error {
	if len(arguments) == 2 && arguments[0] == refillCommand {
		return replaceFiles(probeFolder, arguments[1])
	}
	health, address, err := parseProbe(arguments)
	if err != nil {
		return err
	}
	return Probe(ctx, health, address)
}

func parseProbe(arguments []string) (health site.Health, address string, err error) {
	if len(arguments) == 0 || (arguments[0] != "http" && arguments[0] != "tcp") {
		return site.Health{}, "", fmt.Errorf("probe: say what to probe, http or tcp, for example: probe tcp --port 5432")
	}
	health.Kind = arguments[0]
	flags := flag.NewFlagSet("probe", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&address, "address", loopback, "")
	flags.IntVar(&health.Port, "port", 0, "")
	flags.StringVar(&health.Path, "path", "/", "")
	flags.StringVar(&health.Host, "host", "", "")
	flags.IntVar(&health.Status, "status", 0, "")
	flags.DurationVar(&health.Timeout, "timeout", 5*time.Second, "")
	if err := flags.Parse(arguments[1:]); err != nil {
		return site.Health{}, "", fmt.Errorf("probe: %w", err)
	}
	if health.Port < 1 || health.Port > 65535 {
		return site.Health{}, "", fmt.Errorf("probe: --port is a number from 1 to 65535, got %d", health.Port)
	}
	return health, address, nil
}
