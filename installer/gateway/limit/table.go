package limit

import (
	"hash/maphash"
	"sync"
)

const (
	shardCount = 64
	// shardSize bounds a table at 64 × 2 × 256 = 32,768 addresses.
	shardSize = 256
)

// table finds buckets. It forgets those that were not asked for while others
// came: who was forgotten starts with a full bucket, which takes an attacker
// tens of thousands of other addresses to bring about.
type table struct {
	seed   maphash.Seed
	shards [shardCount]shard
}

// shard is a part of a table with its own lock, so that two visitors seldom
// wait for each other.
type shard struct {
	mutex          sync.Mutex
	recent, former map[key]*bucket
}

func (t *table) init() {
	t.seed = maphash.MakeSeed() // so that nobody can aim at one shard
	for i := range t.shards {
		t.shards[i].recent = map[key]*bucket{}
	}
}

func (t *table) get(wanted key) *bucket {
	shard := &t.shards[maphash.Comparable(t.seed, wanted)%shardCount]
	shard.mutex.Lock()
	defer shard.mutex.Unlock()
	if found := shard.recent[wanted]; found != nil {
		return found
	}
	found := shard.former[wanted]
	if found == nil {
		found = &bucket{}
	}
	if len(shard.recent) >= shardSize {
		shard.former, shard.recent = shard.recent, map[key]*bucket{}
	}
	shard.recent[wanted] = found
	return found
}

// size counts the buckets that are kept.
func (t *table) size() int {
	size := 0
	for i := range t.shards {
		shard := &t.shards[i]
		shard.mutex.Lock()
		size += len(shard.recent) + len(shard.former)
		shard.mutex.Unlock()
	}
	return size
}
