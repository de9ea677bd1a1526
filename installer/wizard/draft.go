package wizard

import (
	"sync"

	"framagit.org/chatiere/chatiere/installer/site"
)

// keeper saves drafts one after the other, and never an older one over a
// newer: the full screen saves while the person goes on.
type keeper struct {
	draft Draft

	mutex sync.Mutex
	saved int
}

// save keeps the answers as of one step of the sitting.
func (k *keeper) save(step int, answers site.Answers) error {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if k.draft == nil || step < k.saved {
		return nil
	}
	k.saved = step
	return k.draft.Save(answers)
}

// last keeps the answers of a sitting that ends, whatever was saved before.
func (k *keeper) last(answers site.Answers) error {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if k.draft == nil {
		return nil
	}
	return k.draft.Save(answers)
}
