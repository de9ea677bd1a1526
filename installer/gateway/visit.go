package gateway

import "sync"

// visit is one request under way. It counts with every upstream of its route,
// since any of them may answer it.
type visit struct {
	pool  *pool
	ended sync.Once
}

// welcome finds who answers, and counts the request before anybody can believe
// that it is not there: one that took a table which was replaced in the same
// moment starts again with the new one.
func (g *Gateway) welcome(host, path string) (*table, *entry, *visit) {
	for {
		table := g.table.Load()
		found := table.find(host, path)
		visit := begin(found)
		if g.table.Load() == table {
			return table, found, visit
		}
		visit.end()
	}
}

func begin(found *entry) *visit {
	if found == nil || found.pool == nil {
		return &visit{}
	}
	for _, upstream := range found.pool.upstreams {
		upstream.requests.Add(1)
	}
	return &visit{pool: found.pool}
}

// end may be called more than once.
func (v *visit) end() {
	v.ended.Do(func() {
		if v.pool == nil {
			return
		}
		for _, upstream := range v.pool.upstreams {
			upstream.requests.Add(-1)
		}
	})
}
