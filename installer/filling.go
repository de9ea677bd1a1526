package installer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"framagit.org/chatiere/chatiere/installer/engine"
	"framagit.org/chatiere/chatiere/installer/plan"
)

// fillingRecord is the record of what was put into the probe's volume: nobody
// can look into a volume without a container of its own.
const fillingRecord = "probe"

// The parts of what the probe's volume holds.
const (
	programPart = "program"
	zonePart    = "time zone"
	rootPart    = "root certificate"
)

// rootToCome stands for a root that the run makes.
const rootToCome = "…"

// compareFilling tells the plan what the probe's volume holds and is to hold.
func (p *Prepared) compareFilling() error {
	if p.Want.Probe == nil {
		return nil
	}
	wanted, err := p.wantedFilling()
	if err != nil {
		return err
	}
	if p.ReplacesAuthority() {
		wanted[rootPart] = rootToCome
	}
	p.Want.Filling, p.Have.Filling = wanted, p.request.State.filling()
	return nil
}

// filling reads the record; nil without one.
func (s State) filling() map[string]string {
	var held map[string]string
	if !s.readRecord(fillingRecord, &held) {
		return nil
	}
	return held
}

// wantedFilling is what this program puts there now. It follows the content, by
// the linker's note for a program, and leaves out what there is none of.
func (p *Prepared) wantedFilling() (map[string]string, error) {
	program, err := buildMark(p.request.Binary)
	if err != nil {
		return nil, fmt.Errorf("read the running program: %w", err)
	}
	wanted := map[string]string{programPart: program}
	if zone := engine.LocalZone(); zone != nil {
		wanted[zonePart] = digest(zone)[:12]
	}
	root, err := p.rootText()
	if root != "" {
		wanted[rootPart] = root
	}
	return wanted, err
}

func (p *Prepared) rootText() (string, error) {
	switch p.request.State.trustedRoot(p.Site) {
	case "":
		return "", nil
	case p.request.State.Authority():
		root, err := os.ReadFile(p.request.State.Authority())
		if errors.Is(err, fs.ErrNotExist) {
			return rootToCome, nil
		}
		return digest(root)[:12], err
	}
	return digest([]byte(p.Site.TLS.CA))[:12], nil
}

// refillProbe is the performer of volume.refill.
func (p *Prepared) refillProbe(ctx context.Context, operation plan.Operation, note func(plan.Event)) error {
	if err := p.engine.Do(ctx, operation, note); err != nil {
		return err
	}
	return p.keepFilling()
}

// keepFilling writes down what was put there. A run that is killed before does
// it again.
func (p *Prepared) keepFilling() error {
	held, err := p.wantedFilling()
	if err != nil {
		return err
	}
	return p.request.State.writeRecord(fillingRecord, held)
}
