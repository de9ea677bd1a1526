package front

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"strings"
)

const (
	signature1 = "PROXY "
	signature2 = "\r\n\r\n\x00\r\nQUIT\n"
	// lineLimit is version 1's own: its longest line with its end.
	lineLimit = 107
	// blockLimit leaves room for what proxies add to version 2: names,
	// certificates of visitors. The protocol itself would allow 64 KiB.
	blockLimit = 4 << 10
)

// errHeader is a beginning that is no header of the PROXY protocol.
var errHeader = errors.New("no header of the PROXY protocol")

// header is what a proxy said of a connection.
type header struct {
	// local says that the proxy speaks for itself, as it does to see whether
	// anybody answers.
	local bool
	// source is where the visitor speaks from, the zero value when the proxy
	// does not know.
	source netip.AddrPort
}

// readHeader reads a header of version 1 or 2 and not one byte more, so that
// what follows is the visitor's own from its first byte. It never reads more
// than 4 KiB and 16 bytes.
func readHeader(from io.Reader) (header, error) {
	start := make([]byte, len(signature2), lineLimit)
	if _, err := io.ReadFull(from, start); err != nil {
		return header{}, err
	}
	switch {
	case string(start) == signature2:
		return readBlock(from)
	case bytes.HasPrefix(start, []byte(signature1)):
		return readLine(from, start)
	}
	return header{}, errHeader
}

// readLine reads version 1 byte by byte: the length is nowhere announced.
func readLine(from io.Reader, line []byte) (header, error) {
	var next [1]byte
	for !bytes.HasSuffix(line, []byte("\r\n")) {
		if len(line) == lineLimit {
			return header{}, fmt.Errorf("%w: its line has no end", errHeader)
		}
		if _, err := io.ReadFull(from, next[:]); err != nil {
			return header{}, err
		}
		line = append(line, next[0])
	}
	return parseLine(string(line[:len(line)-2]))
}

func parseLine(line string) (header, error) {
	words := strings.Split(line, " ")
	if len(words) > 1 && words[1] == "UNKNOWN" {
		return header{}, nil
	}
	if len(words) != 6 || words[1] != "TCP4" && words[1] != "TCP6" {
		return header{}, fmt.Errorf("%w: %q", errHeader, line)
	}
	source, err := parsePair(words[2], words[4])
	target, wrong := parsePair(words[3], words[5])
	if err != nil || wrong != nil || source.Addr().Is4() != (words[1] == "TCP4") || target.Addr().Is4() != source.Addr().Is4() {
		return header{}, fmt.Errorf("%w: %q", errHeader, line)
	}
	return header{source: told(source)}, nil
}

func parsePair(address, port string) (netip.AddrPort, error) {
	if strings.HasPrefix(port, "0") && port != "0" || strings.ContainsAny(address, "[]%") {
		return netip.AddrPort{}, errHeader
	}
	if strings.Contains(address, ":") {
		address = "[" + address + "]"
	}
	return netip.ParseAddrPort(address + ":" + port)
}

// readBlock reads version 2 after its signature.
func readBlock(from io.Reader) (header, error) {
	var head [4]byte
	if _, err := io.ReadFull(from, head[:]); err != nil {
		return header{}, err
	}
	length := int(binary.BigEndian.Uint16(head[2:]))
	if head[0]>>4 != 2 || head[0]&0xf > 1 || length > blockLimit {
		return header{}, fmt.Errorf("%w: command %#x, %d bytes", errHeader, head[0], length)
	}
	block := make([]byte, length)
	if _, err := io.ReadFull(from, block); err != nil {
		return header{}, err
	}
	if head[0]&0xf == 0 {
		return header{local: true}, nil
	}
	return parseBlock(head[1], block)
}

// parseBlock reads the addresses, which stand first; what follows them is for
// whoever asked the proxy for it.
func parseBlock(family byte, block []byte) (header, error) {
	size := map[byte]int{0x11: 4, 0x21: 16}[family]
	switch {
	case family == 0x00 || family == 0x31: // unspecified; a socket of its machine
		return header{}, nil
	case size == 0 || len(block) < 2*size+4:
		return header{}, fmt.Errorf("%w: family %#x, %d bytes", errHeader, family, len(block))
	}
	address, _ := netip.AddrFromSlice(block[:size])
	port := binary.BigEndian.Uint16(block[2*size:])
	return header{source: told(netip.AddrPortFrom(address, port))}, nil
}

// told is the zero value for an address that is none.
func told(source netip.AddrPort) netip.AddrPort {
	address := source.Addr().Unmap()
	if address.IsUnspecified() {
		return netip.AddrPort{}
	}
	return netip.AddrPortFrom(address, source.Port())
}
