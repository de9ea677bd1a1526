package site

import (
	"strconv"

	"github.com/hashicorp/hcl/v2"
)

// claims is who answers at each host and path.
type claims map[string]claim

type claim struct {
	owner string
	where hcl.Range
}

// take claims a place, or returns the one who already has it.
func (c claims) take(host, path, owner string, where hcl.Range) (claim, bool) {
	place := host + path
	if other, taken := c[place]; taken {
		return other, false
	}
	c[place] = claim{owner: owner, where: where}
	return claim{}, true
}

func line(where hcl.Range) string { return strconv.Itoa(where.Start.Line) }
