package preflight

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// filter is one base chain that packets to this machine go through.
type filter struct {
	tool   string // what the operator changes it with: ufw, firewalld, iptables, nft
	where  string // iptables: the program; nft: family, table and chain
	base   string
	nat    bool // it does not drop, it sends elsewhere
	chains table
	sees   func(packet) bool
}

// readFilters asks every program that this machine has. The rules that
// iptables keeps in nft are read once, as iptables'.
func readFilters(ctx context.Context, run Run) ([]filter, error) {
	var filters []filter
	var failures []error
	keptInNft := map[string]bool{}
	for _, family := range []string{"ip", "ip6"} {
		found, inNft, err := readFamily(ctx, run, family)
		filters = append(filters, found...)
		keptInNft[family] = inNft
		failures = append(failures, err)
	}
	printed, err := askProgram(ctx, run, "nft", "-j", "list", "ruleset")
	if err == nil && len(printed) > 0 {
		var tables []*nftTable
		tables, err = readNft(printed)
		filters = append(filters, nftFilters(tables, keptInNft)...)
	}
	return filters, errors.Join(append(failures, err)...)
}

// readFamily reads iptables or ip6tables, and the older rules beside the ones
// kept in nft: both hold at the same time.
func readFamily(ctx context.Context, run Run, family string) (filters []filter, inNft bool, err error) {
	program := family + "tables"
	printed, err := askProgram(ctx, run, program+"-save")
	filters = iptablesFilters(family, program, string(printed))
	inNft = strings.Contains(string(printed), "(nf_tables)")
	if len(filters) > 0 && !inNft {
		return filters, false, err
	}
	older, failure := askProgram(ctx, run, program+"-legacy-save")
	filters = append(filters, iptablesFilters(family, program+"-legacy", string(older))...)
	return filters, inNft, errors.Join(err, failure)
}

// askProgram runs a program; one that is not installed prints nothing.
func askProgram(ctx context.Context, run Run, program string, arguments ...string) ([]byte, error) {
	printed, err := run(ctx, program, arguments...)
	if errors.Is(err, exec.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("run %s: %w", program, err)
	}
	return printed, nil
}

func iptablesFilters(family, program, saved string) []filter {
	sees := func(p packet) bool { return (family == "ip") == p.isIPv4() }
	var filters []filter
	if chains := readIptables(saved, "filter"); chains != nil {
		filters = append(filters, filter{tool: iptablesTool(chains), where: program, base: "INPUT", chains: chains, sees: sees})
	}
	if chains := readIptables(saved, "nat"); chains != nil {
		filters = append(filters, filter{tool: "iptables", where: program, base: "PREROUTING", nat: true, chains: chains, sees: sees})
	}
	return filters
}

// iptablesTool is the program that made the chains: a rule given to iptables
// would be gone when it makes them anew.
func iptablesTool(chains table) string {
	switch {
	case chains["ufw-user-input"] != nil, chains["ufw6-user-input"] != nil:
		return "ufw"
	case chains["INPUT_ZONES"] != nil:
		return "firewalld"
	}
	return "iptables"
}

func nftFilters(tables []*nftTable, keptInNft map[string]bool) []filter {
	var filters []filter
	for _, found := range tables {
		if keptInNft[found.family] && found.name == "filter" {
			continue
		}
		tool := "nft"
		if found.name == "firewalld" {
			tool = "firewalld"
		}
		for _, base := range found.bases {
			where := found.family + " " + found.name + " " + base.name
			filters = append(filters, filter{tool: tool, where: where, base: base.name, chains: found.chains, sees: found.serves})
		}
	}
	return filters
}
