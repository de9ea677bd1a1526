package installer

import (
	"net/netip"
	"slices"

	"framagit.org/chatiere/chatiere/installer/preflight"
	"framagit.org/chatiere/chatiere/installer/site"
)

// addressesRecord is the record of the addresses that containers were told.
const addressesRecord = "addresses"

// seenAddress is what the machine says of one family.
type seenAddress struct {
	recorded string // by the last run
	address  netip.Addr
	routed   bool
}

// findAddresses looks by which addresses this machine is reached. Names are not
// asked: a record that changes elsewhere would make containers anew.
func (s State) findAddresses() site.MachineAddresses {
	var recorded site.MachineAddresses
	_ = s.readRecord(addressesRecord, &recorded)
	all, _ := preflight.AddressesOf(nil) // none: nothing recorded is kept for its sake
	find := func(family, recorded string) string {
		address, routed := preflight.SourceAddress(family)
		return seenAddress{recorded, address, routed}.settle(all.Own)
	}
	return site.MachineAddresses{IPv4: find("ip4", recorded.IPv4), IPv6: find("ip6", recorded.IPv6)}
}

// settle stays at what was recorded for as long as the machine has it, and while
// it has no way out: a plan is empty when nothing changed for good.
func (s seenAddress) settle(own []netip.Addr) string {
	recorded, err := netip.ParseAddr(s.recorded)
	switch {
	case err == nil && (!s.routed || s.address.IsValid() && slices.Contains(own, recorded)):
		return s.recorded
	case s.address.IsValid():
		return s.address.String()
	}
	return ""
}

// keepAddresses writes down what this run's containers are told.
func (p *Prepared) keepAddresses() error {
	return p.request.State.writeRecord(addressesRecord, p.request.File.Found)
}
