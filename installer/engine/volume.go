package engine

import (
	"context"
	"fmt"
	"strconv"

	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/volume"
)

// createVolume takes up a volume that a killed run left. The engine answers
// a create of an existing name with that volume, whoever's it is, so it is
// looked at first.
func (e *Engine) createVolume(ctx context.Context, wanted *site.Volume) error {
	found, err := e.docker.VolumeInspect(ctx, wanted.ObjectName)
	switch {
	case err == nil:
		return e.adoptVolume(found, wanted)
	case !errdefs.IsNotFound(err):
		return err
	case isProbe(wanted):
		return e.fillProbeVolume(ctx, wanted)
	}
	_, err = e.docker.VolumeCreate(ctx, volume.CreateOptions{
		Name: wanted.ObjectName, Driver: "local", Labels: e.volumeLabels(wanted),
	})
	return err
}

func isProbe(wanted *site.Volume) bool { return wanted.Service == "" && wanted.Name == probeVolume }

func (e *Engine) adoptVolume(found volume.Volume, wanted *site.Volume) error {
	if !e.isOwn(found.Labels) {
		return &ForeignError{Kind: "volume", Name: found.Name}
	}
	labels := found.Labels
	if labels[labelService] != wanted.Service || labels[labelVolume] != wanted.Name || labels[labelGeneration] != strconv.Itoa(wanted.Generation) {
		return fmt.Errorf("the volume %q holds %s/%s, generation %s", found.Name,
			labels[labelService], labels[labelVolume], labels[labelGeneration])
	}
	return nil
}

// removeVolume destroys data. The engine refuses while a container, running
// or not, still has the volume.
func (e *Engine) removeVolume(ctx context.Context, object string) error {
	found, err := e.docker.VolumeInspect(ctx, object)
	switch {
	case errdefs.IsNotFound(err):
		return nil
	case err != nil:
		return err
	case !e.isOwn(found.Labels):
		return &ForeignError{Kind: "volume", Name: found.Name}
	}
	if found.Labels[labelVolume] == probeVolume && found.Labels[labelService] == "" {
		if err := e.removeFiller(ctx); err != nil {
			return err
		}
	}
	if err := e.docker.VolumeRemove(ctx, found.Name, false); !errdefs.IsNotFound(err) {
		return err
	}
	return nil
}
