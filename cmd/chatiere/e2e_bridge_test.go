package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"syscall"
	"testing"

	"framagit.org/chatiere/chatiere/installer/engine/enginetest"
)

// bridgeFake gives the machine's loopback the address that a real engine's
// bridge has, for the gateway to listen at.
func bridgeFake(network enginetest.Network) (end func(), err error) {
	prefix, err := netip.ParsePrefix(network.Subnet)
	if err != nil || network.Labels == nil {
		return nil, nil // somebody else's
	}
	host := netip.PrefixFrom(prefix.Addr().Next(), prefix.Bits())
	if err := changeLoopback(syscall.RTM_NEWADDR, host); err != nil && !errors.Is(err, syscall.EEXIST) {
		return nil, err
	}
	return func() { _ = changeLoopback(syscall.RTM_DELADDR, host) }, nil
}

// claimPool finds a range for networks that no other test has, here or in
// another process: whoever has one listens under its name.
func claimPool(t *testing.T) string {
	t.Helper()
	for second := 253; second > 230; second-- {
		listener, err := net.Listen("unix", fmt.Sprintf("@chatiere-test-pool-%d", second))
		if err == nil {
			t.Cleanup(func() { listener.Close() })
			return fmt.Sprintf("10.%d.0.0/16", second)
		}
	}
	t.Fatal("every range for networks is taken")
	return ""
}

// clearLoopback takes away what a killed test left.
func clearLoopback(pool string) error {
	loopback, err := net.InterfaceByIndex(1)
	if err != nil {
		return err
	}
	addresses, err := loopback.Addrs()
	if err != nil {
		return err
	}
	for _, address := range addresses {
		prefix, err := netip.ParsePrefix(address.String())
		if err == nil && netip.MustParsePrefix(pool).Contains(prefix.Addr()) {
			err = changeLoopback(syscall.RTM_DELADDR, prefix)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// changeLoopback adds or deletes an address of "lo".
func changeLoopback(request uint16, prefix netip.Prefix) error {
	return askKernel(addressMessage(request, prefix))
}

// askKernel sends one request about the network, as `ip` does, which is not on
// every machine.
func askKernel(message []byte) error {
	socket, err := syscall.Socket(syscall.AF_NETLINK, syscall.SOCK_RAW|syscall.SOCK_CLOEXEC, syscall.NETLINK_ROUTE)
	if err != nil {
		return err
	}
	defer syscall.Close(socket)
	kernel := &syscall.SockaddrNetlink{Family: syscall.AF_NETLINK}
	if err := syscall.Sendto(socket, message, 0, kernel); err != nil {
		return err
	}
	answer := make([]byte, 4096)
	length, _, err := syscall.Recvfrom(socket, answer, 0)
	if err != nil {
		return err
	}
	messages, err := syscall.ParseNetlinkMessage(answer[:length])
	if err != nil {
		return err
	}
	// The acknowledgement is an error whose number is 0.
	if number := int32(binary.NativeEndian.Uint32(messages[0].Data)); number != 0 {
		return syscall.Errno(-number)
	}
	return nil
}

// addressMessage is the header, the interface (1 is always "lo") and the address
// twice, as both ends.
func addressMessage(request uint16, prefix netip.Prefix) []byte {
	const scopeHost = 254
	address := prefix.Addr().As4()
	message := binary.NativeEndian.AppendUint32(nil, uint32(syscall.SizeofNlMsghdr+syscall.SizeofIfAddrmsg+2*8))
	message = binary.NativeEndian.AppendUint16(message, request)
	message = binary.NativeEndian.AppendUint16(message, syscall.NLM_F_REQUEST|syscall.NLM_F_ACK)
	message = append(message, make([]byte, 8)...) // sequence and process: one question a socket
	message = append(message, syscall.AF_INET, byte(prefix.Bits()), 0, scopeHost)
	message = binary.NativeEndian.AppendUint32(message, 1)
	for _, end := range []uint16{syscall.IFA_LOCAL, syscall.IFA_ADDRESS} {
		message = binary.NativeEndian.AppendUint16(message, syscall.SizeofRtAttr+4)
		message = binary.NativeEndian.AppendUint16(message, end)
		message = append(message, address[:]...)
	}
	return message
}
