package limit

import (
	"encoding/binary"
	"net/netip"
	"testing"
	"time"
)

// few are limits that a test reaches.
func few() Limits {
	return Limits{
		Open: 8, OpenEach: 2, Arrivals: Rate{PerSecond: 10, Burst: 4}, Requests: Rate{PerSecond: 10, Burst: 5},
		UnderWay: 100, Fields: 10, Patience: 200 * time.Millisecond, Floor: 1 << 10,
	}
}

// ask asks a number of times and counts how often it was admitted.
func ask(t testing.TB, limiter *Limiter, address string, times int, now time.Time) int {
	t.Helper()
	admitted := 0
	for range times {
		pass, wait, ok := limiter.Begin(netip.MustParseAddr(address), now)
		if ok {
			admitted++
			pass.End()
		} else if wait <= 0 {
			t.Errorf("%s: got refused without a time to wait", address)
		}
	}
	return admitted
}

func TestBegin_BurstFirstThenTheRate(t *testing.T) {
	t.Parallel()
	limiter, now := New(few()), time.Now()
	if got := ask(t, limiter, "192.0.2.1", 20, now); got != 5 {
		t.Errorf("at once: got %d admitted, want 5", got)
	}
	if got := ask(t, limiter, "192.0.2.2", 1, now); got != 1 {
		t.Errorf("a neighbour: got %d admitted, want 1", got)
	}
	_, wait, _ := limiter.Begin(netip.MustParseAddr("192.0.2.1"), now)
	if got := ask(t, limiter, "192.0.2.1", 1, now.Add(wait)); got != 1 || wait != 100*time.Millisecond {
		t.Errorf("after %s: got %d admitted, want 1 after 100ms", wait, got)
	}
	if got := ask(t, limiter, "192.0.2.1", 20, now.Add(time.Hour)); got != 5 {
		t.Errorf("an hour later: got %d admitted, want 5", got)
	}
	if got := limiter.Counts().Requests; got != 15+1+15 {
		t.Errorf("got %d counted, want 31", got)
	}
}

func TestBegin_IPv6AddressesAreTheirOwnAndShareTheirNetworks(t *testing.T) {
	t.Parallel()
	limiter, now := New(few()), time.Now()
	for _, step := range []struct {
		address string
		want    int
	}{
		{"2001:db8::1", 5}, {"2001:db8::2", 5}, // each its own
		{"2001:db8::3", 0},                             // their /64 has twice as much
		{"2001:db8:0:1::1", 5}, {"2001:db8:0:2::1", 5}, // their /48 four times
		{"2001:db8:0:3::1", 0},
		{"2001:db8:1::1", 5},                                        // somebody else
		{"192.0.2.1", 5}, {"192.0.2.2", 5}, {"::ffff:192.0.2.1", 0}, // IPv4 has no neighbours, in no clothes
	} {
		if got := ask(t, limiter, step.address, 20, now); got != step.want {
			t.Errorf("%s: got %d admitted, want %d", step.address, got, step.want)
		}
	}
}

func TestBegin_RequestsUnderWayAreBounded(t *testing.T) {
	t.Parallel()
	limits := few()
	limits.UnderWay = 2
	limiter, now, address := New(limits), time.Now(), netip.MustParseAddr("192.0.2.1")
	first, _, _ := limiter.Begin(address, now)
	_, _, second := limiter.Begin(address, now)
	_, wait, third := limiter.Begin(address, now)
	first.End()
	_, _, fourth := limiter.Begin(address, now)
	if !second || third || wait <= 0 || !fourth {
		t.Errorf("got second %t, third %t after %s, fourth %t; want the third alone refused", second, third, wait, fourth)
	}
}

func TestPass_RequestTakenBackCostsTen(t *testing.T) {
	t.Parallel()
	limits := few()
	limits.Requests.Burst = 25
	limiter, now := New(limits), time.Now()
	for range 2 {
		pass, _, _ := limiter.Begin(netip.MustParseAddr("192.0.2.1"), now)
		pass.Abandoned(now)
		pass.End()
	}
	if got := ask(t, limiter, "192.0.2.1", 20, now); got != 5 {
		t.Errorf("got %d admitted, want 25-2*10", got)
	}
}

func TestBegin_NobodysAddressIsNotLimited(t *testing.T) {
	t.Parallel()
	limiter, now := New(few()), time.Now()
	limiter.Except([]netip.Prefix{netip.MustParsePrefix("10.213.0.1/26"), netip.MustParsePrefix("2001:db8::/64")})
	for address, want := range map[string]int{"127.0.0.1": 20, "::1": 20, "10.213.0.7": 20, "2001:db8::7": 20, "10.213.0.64": 5} {
		if got := ask(t, limiter, address, 20, now); got != want {
			t.Errorf("%s: got %d admitted, want %d", address, got, want)
		}
	}
	for range 20 {
		if _, _, ok := limiter.Begin(netip.Addr{}, now); !ok {
			t.Error("without an address: got refused, want admitted")
		}
	}
	if got := limiter.Counts().Unknown; got != 20 {
		t.Errorf("got %d requests without an address counted, want 20", got)
	}
	limiter.Except(nil)
	if got := ask(t, limiter, "10.213.0.7", 20, now); got != 5 {
		t.Errorf("once no exception: got %d admitted, want 5", got)
	}
}

func TestLimiter_MemoryIsBoundedWhoeverAsks(t *testing.T) {
	t.Parallel()
	limits := few()
	limits.Requests = Rate{PerSecond: 1 << 20, Burst: 1 << 20}
	limiter, now := New(limits), time.Now()
	const most = shardCount * 2 * shardSize
	var address [16]byte
	copy(address[:], []byte{0x20, 0x01, 0x0d, 0xb8})
	for i := range 4 * most {
		binary.BigEndian.PutUint64(address[6:], uint64(i)<<16) // many of the /64s of one /48
		address[15] = byte(i)
		pass, _, _ := limiter.Begin(netip.AddrFrom16(address), now)
		pass.End()
	}
	for level := range levels {
		if got := limiter.requests[level].size(); got > most {
			t.Errorf("level %d: got %d addresses kept, want at most %d", level, got, most)
		}
	}
}

func TestUsual_ClassBehindOneAddressIsWithinTheLimits(t *testing.T) {
	t.Parallel()
	limits := Usual(1 << 20)
	limiter, now, school := New(limits), time.Now(), netip.MustParseAddr("192.0.2.1")
	var passes []Pass
	for request := range 40 * 100 {
		pass, _, ok := limiter.Begin(school, now)
		if !ok {
			t.Fatalf("got request %d refused, want 4,000 at once", request)
		}
		passes = append(passes, pass)
	}
	for _, pass := range passes {
		pass.End()
	}
	who := limiter.holderOf(school)
	for connection := range 40 * 24 {
		if !limiter.arrive(who, now) {
			t.Fatalf("got connection %d refused, want 960 at once", connection)
		}
	}
	for second := range 600 { // ten people's files, for ten minutes
		if got := ask(t, limiter, "192.0.2.1", 250, now.Add(time.Duration(second)*time.Second)); got != 250 {
			t.Fatalf("second %d: got %d admitted, want 250", second, got)
		}
	}
}

func TestUsual_FewFilesMeanFewConnections(t *testing.T) {
	t.Parallel()
	for files, want := range map[int]int{64: 64, 1024: 256, 20_000: 8192, 1 << 20: 8192} {
		if got := Usual(files); got.Open != want || got.OpenEach > got.Open/2 {
			t.Errorf("%d files: got %d connections and %d each, want %d and at most half", files, got.Open, got.OpenEach, want)
		}
	}
}

func TestBegin_CostsNoAllocation(t *testing.T) {
	limiter, address, now := New(Usual(1<<20)), netip.MustParseAddr("2001:db8::1"), time.Now()
	limiter.Except([]netip.Prefix{netip.MustParsePrefix("10.213.0.0/26")})
	got := testing.AllocsPerRun(1000, func() {
		pass, _, _ := limiter.Begin(address, now)
		pass.End()
	})
	if got != 0 {
		t.Errorf("got %v allocations a request, want 0", got)
	}
}

func BenchmarkBegin(b *testing.B) {
	limits := Usual(1 << 20)
	limits.Requests = Rate{PerSecond: 1 << 29, Burst: 1 << 29}
	limiter := New(limits)
	limiter.Except([]netip.Prefix{netip.MustParsePrefix("10.213.0.0/26")})
	for _, address := range []string{"192.0.2.1", "2001:db8::1"} {
		visitor := netip.MustParseAddr(address)
		b.Run(address, func(b *testing.B) {
			b.ReportAllocs()
			b.RunParallel(func(each *testing.PB) {
				for each.Next() {
					pass, _, _ := limiter.Begin(visitor, time.Now())
					pass.End()
				}
			})
		})
	}
}
