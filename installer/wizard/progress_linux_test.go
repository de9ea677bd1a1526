package wizard

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/wizard/ptytest"
)

// A hundred operations on a real terminal of 24 rows: no drawing is higher than
// it, the screen is never erased as a whole, and the last count stays.
func TestTable_OnATerminalOfTwentyFourRows(t *testing.T) {
	program := build(t, "progress")
	p := ptytest.Open(t)
	p.Start(t, program)
	p.Await(t, "Fait\u00a0: 30 sur 100, échecs\u00a0: 1")
	p.Type(t, "\r")
	p.Wait(t)
	seen := p.Seen(t)
	highest := 0
	for _, up := range regexp.MustCompile(`\x1b\[(\d+)A`).FindAllStringSubmatch(seen, -1) {
		rows, err := strconv.Atoi(up[1])
		if err != nil {
			t.Fatal(err)
		}
		highest = max(highest, rows)
	}
	if highest != 23 {
		t.Errorf("got %d rows drawn over at most, want 23: all but the cursor's own", highest)
	}
	if !strings.Contains(seen, "et 49 autres en cours") || !strings.Contains(seen, "Fait\u00a0: 99 sur 100, échecs\u00a0: 1") {
		t.Errorf("got\n%s\nwant the rest counted, and the last count", seen)
	}
}
