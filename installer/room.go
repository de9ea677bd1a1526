package installer

import (
	"context"
	"slices"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/preflight"
)

// CheckRoom refuses a plan whose images or records would not fit on the disk,
// with what is needed and what is free: an engine that fills its own disk takes
// every service down with it (failures.md, 6).
func (p *Prepared) CheckRoom(ctx context.Context) error {
	if p.Plan.Empty() {
		return nil
	}
	needs := []preflight.Space{{Folder: p.request.State.Folder, Bytes: stateSpace}}
	if images := imagesToCome(p.Plan); images > 0 {
		facts, err := p.engine.Info(ctx)
		if err != nil {
			return err
		}
		needs = append(needs, preflight.Space{Folder: facts.DataFolder, Bytes: int64(images) * imageSpace})
	}
	findings, err := preflight.Disk(needs)
	if err != nil {
		return err
	}
	findings = slices.DeleteFunc(findings, func(finding preflight.Finding) bool { return !finding.Blocking })
	if len(findings) > 0 {
		return &RefusedError{findings}
	}
	return nil
}

// imagesToCome counts the images that the plan pulls, builds or makes; the
// kit's own is small.
func imagesToCome(planned plan.Plan) int {
	count := 0
	for _, operation := range planned.Operations {
		switch operation.Kind {
		case plan.ImagePull, plan.ImageBuild, plan.ImageImport:
			if !operation.Image.Own {
				count++
			}
		}
	}
	return count
}
