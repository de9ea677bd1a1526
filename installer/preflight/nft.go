package preflight

import (
	"encoding/json"
	"fmt"
	"slices"
	"sort"
)

// nftTable is one table of nft: its chains, its named sets and maps.
type nftTable struct {
	family, name string
	chains       table
	bases        []nftBase
	sets         map[string][]any
}

// nftBase is a chain that the kernel hands packets to.
type nftBase struct {
	name     string
	priority int
}

// nftObject is one line of "nft -j list ruleset": one field is set.
type nftObject struct {
	Table, Chain, Rule, Set, Map *nftEntry
}

type nftEntry struct {
	Family, Table, Name, Chain, Hook, Policy string

	Prio int
	Elem []any
	Expr []map[string]any
}

// readNft reads what "nft -j list ruleset" prints (man 5 libnftables-json). A
// chain is listed before its rules, a set before the rules that name it.
func readNft(printed []byte) ([]*nftTable, error) {
	var listed struct{ Nftables []json.RawMessage }
	if err := json.Unmarshal(printed, &listed); err != nil {
		return nil, fmt.Errorf("read the rules of nft: %w", err)
	}
	var tables []*nftTable
	for _, raw := range listed.Nftables {
		var object nftObject
		// Kinds that we do not know may have fields of other types.
		if json.Unmarshal(raw, &object) != nil {
			continue
		}
		if entry := object.Table; entry != nil {
			tables = append(tables, &nftTable{family: entry.Family, name: entry.Name, chains: table{}, sets: map[string][]any{}})
			continue
		}
		for _, found := range tables {
			found.add(object)
		}
	}
	return tables, nil
}

// add takes what belongs to this table.
func (t *nftTable) add(object nftObject) {
	mine := func(entry *nftEntry) bool {
		return entry != nil && entry.Family == t.family && entry.Table == t.name
	}
	switch {
	case mine(object.Chain):
		t.addChain(object.Chain)
	case mine(object.Set):
		t.sets[object.Set.Name] = object.Set.Elem
	case mine(object.Map):
		t.sets[object.Map.Name] = object.Map.Elem
	case mine(object.Rule):
		if found := t.chains[object.Rule.Chain]; found != nil {
			found.rules = append(found.rules, t.rules(object.Rule.Expr)...)
		}
	}
}

func (t *nftTable) addChain(entry *nftEntry) {
	made := &chain{policy: accept}
	if entry.Policy == "drop" {
		made.policy = drop
	}
	t.chains[entry.Name] = made
	if entry.Hook == "input" {
		t.bases = append(t.bases, nftBase{entry.Name, entry.Prio})
		sort.SliceStable(t.bases, func(i, j int) bool { return t.bases[i].priority < t.bases[j].priority })
	}
}

// serves says whether the table sees packets of that family.
func (t *nftTable) serves(p packet) bool {
	return t.family == "inet" || (t.family == "ip") == p.isIPv4() && slices.Contains([]string{"ip", "ip6"}, t.family)
}

// rules makes one rule of a line, or several of a verdict map: one an element.
func (t *nftTable) rules(statements []map[string]any) []rule {
	var conditions []func(packet) bool
	for _, statement := range statements {
		for kind, value := range statement {
			if kind == "vmap" {
				return t.verdictMap(value, conditions)
			}
			if decided, target, ends := nftVerdict(kind, value); ends {
				return []rule{{matches: all(conditions), verdict: decided, target: target}}
			}
			conditions = append(conditions, t.condition(kind, value))
		}
	}
	return nil // it counts or marks
}

func nftVerdict(kind string, value any) (verdict, string, bool) {
	decided, known := map[string]verdict{
		"accept": accept, "drop": drop, "reject": drop, "return": turning, "jump": jump, "goto": passOn,
	}[kind]
	target, _ := field(value, "target").(string)
	return decided, target, known
}

func (t *nftTable) verdictMap(value any, conditions []func(packet) bool) []rule {
	key, elements := field(value, "key"), t.elements(field(value, "data"))
	var made []rule
	for _, element := range elements {
		pair, valid := element.([]any)
		if !valid || len(pair) != 2 {
			continue
		}
		action, _ := pair[1].(map[string]any)
		for kind, operand := range action {
			decided, target, known := nftVerdict(kind, operand)
			if !known {
				continue
			}
			chosen := t.compare("==", key, map[string]any{"set": []any{pair[0]}})
			made = append(made, rule{matches: all(append(slices.Clone(conditions), chosen)), verdict: decided, target: target})
		}
	}
	return made
}

// elements lists an anonymous set, or one that is named "@name".
func (t *nftTable) elements(data any) []any {
	if name, named := data.(string); named && len(name) > 0 && name[0] == '@' {
		return t.sets[name[1:]]
	}
	list, _ := field(data, "set").([]any)
	return list
}

// condition is what a statement asks of a packet; what only counts, logs or
// limits lets an ordinary visitor through, what is not known never matches.
func (t *nftTable) condition(kind string, value any) func(packet) bool {
	switch kind {
	case "match":
		operator, _ := field(value, "op").(string)
		return t.compare(operator, field(value, "left"), field(value, "right"))
	case "limit", "ct count":
		over, _ := field(value, "inv").(bool)
		return func(packet) bool { return !over }
	case "counter", "log", "mangle", "set", "map", "notrack", "last":
		return func(packet) bool { return true }
	}
	return func(packet) bool { return false }
}

func field(value any, name string) any {
	object, _ := value.(map[string]any)
	return object[name]
}
