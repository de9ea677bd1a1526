package installer

import (
	"bytes"
	"context"
	"encoding/json"

	"framagit.org/chatiere/chatiere/installer/site"
)

// Unsettled says that everything is in place and that the record of the last
// apply says otherwise: that run was killed after its last operation. What an
// image is pinned to is the lock file's to say, and no difference.
func (p *Prepared) Unsettled() bool {
	return p.Plan.Empty() && len(p.Plan.Problems) == 0 && !bytes.Equal(unpinned(p.Want.Shown), unpinned(p.Have.Applied))
}

// Settle does under the run lock what the killed run had no time for, as far as
// it is no operation: the record, and the files that no container has any more.
func (p *Prepared) Settle(ctx context.Context) error {
	release, err := waitLock(ctx, p.request.State.lock(), p.request.holder())
	if err != nil {
		return err
	}
	defer release()
	return p.record(ctx, true)
}

func unpinned(s *site.Site) []byte {
	if s == nil {
		return nil
	}
	copied := new(site.Site)
	document, err := json.Marshal(s)
	if err == nil {
		err = json.Unmarshal(document, copied)
	}
	if err != nil {
		return nil
	}
	for _, container := range copied.Containers() {
		container.Image.ID, container.Image.Digest = "", ""
	}
	document, err = json.Marshal(copied)
	if err != nil {
		return nil
	}
	return document
}
