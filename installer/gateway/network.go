package gateway

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strconv"
)

// Network is a network of a service in which the host has an address. The
// gateway answers there on the same ports as everywhere, so that containers
// reach public names without a way out.
type Network struct {
	Service string `json:"service"`
	// Address is the host's, with the size of the network: "10.213.0.1/26".
	// Who comes from outside of the network is not answered at it.
	Address string `json:"address"`
	// Relay is where mail goes, "host:port": what containers send to this port
	// of the address is forwarded, unread. Empty: the service sends no mail.
	Relay string `json:"relay,omitempty"`
}

func (n Network) check() error {
	problems := []error{}
	if n.Service == "" {
		problems = append(problems, errors.New("it names no service"))
	}
	if prefix, err := netip.ParsePrefix(n.Address); err != nil || prefix.Addr().IsUnspecified() {
		problems = append(problems, fmt.Errorf(`%q is not written "address/bits"`, n.Address))
	}
	if n.Relay != "" {
		problems = append(problems, checkRelay(n.Relay))
	}
	return errors.Join(problems...)
}

func checkRelay(relay string) error {
	host, port, err := net.SplitHostPort(relay)
	number, wrong := strconv.ParseUint(port, 10, 16)
	if err != nil || wrong != nil || host == "" || number == 0 {
		return fmt.Errorf(`the relay %q is not written "host:port"`, relay)
	}
	return nil
}

func (r *reader) readNetwork(raw json.RawMessage) {
	var network Network
	err := json.Unmarshal(raw, &network)
	if err == nil {
		err = network.check()
	}
	if owner, taken := r.taken["network "+network.Address]; err == nil && taken {
		err = fmt.Errorf("%s already has the address %s", owner, network.Address)
	}
	if err != nil {
		r.refused = append(r.refused, Refusal{Service: network.Service, Reason: oneLine(err)})
		return
	}
	r.taken["network "+network.Address] = "service " + network.Service
	r.routes.Networks = append(r.routes.Networks, network)
}
