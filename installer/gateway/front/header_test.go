package front

import (
	"bytes"
	"encoding/binary"
	"io"
	"net/netip"
	"strings"
	"testing"
)

func TestReadHeader_SaysWhoTheProxySpeaksFor(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		text  string
		want  string // "" for nobody
		local bool
	}{
		"version 1, IPv4":            {"PROXY TCP4 203.0.113.9 192.0.2.1 4711 443\r\n", "203.0.113.9:4711", false},
		"version 1, IPv6":            {"PROXY TCP6 2001:db8::9 2001:db8::1 4711 443\r\n", "[2001:db8::9]:4711", false},
		"version 1, longest":         {"PROXY TCP6 ffff:f:f:f:f:f:f:ffff ffff:f:f:f:f:f:f:ffff 65535 65535\r\n", "[ffff:f:f:f:f:f:f:ffff]:65535", false},
		"version 1, unknown":         {"PROXY UNKNOWN\r\n", "", false},
		"version 1, unknown at":      {"PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n", "", false},
		"version 1, no address":      {"PROXY TCP4 0.0.0.0 192.0.2.1 4711 443\r\n", "", false},
		"version 2, IPv4":            {block(0x21, 0x11, pair4("203.0.113.9", 4711)), "203.0.113.9:4711", false},
		"version 2, IPv6":            {block(0x21, 0x21, pair16("2001:db8::9", 4711)), "[2001:db8::9]:4711", false},
		"version 2, more":            {block(0x21, 0x11, pair4("203.0.113.9", 4711)+"\x02\x00\x04wiki"), "203.0.113.9:4711", false},
		"version 2, IPv4 in clothes": {block(0x21, 0x21, pair16("::ffff:203.0.113.9", 4711)), "203.0.113.9:4711", false},
		"version 2, for itself":      {block(0x20, 0x00, ""), "", true},
		"version 2, for itself, at":  {block(0x20, 0x11, pair4("203.0.113.9", 4711)), "", true},
		"version 2, unspecified":     {block(0x21, 0x00, "\x03\x00\x01x"), "", false},
		"version 2, a local socket":  {block(0x21, 0x31, strings.Repeat("\x00", 216)), "", false},
	}
	for name, test := range cases {
		rest := strings.NewReader(test.text + "the visitor's own")
		got, err := readHeader(rest)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want := netip.AddrPort{}
		if test.want != "" {
			want = netip.MustParseAddrPort(test.want)
		}
		if left, _ := io.ReadAll(rest); got.source != want || got.local != test.local || string(left) != "the visitor's own" {
			t.Errorf("%s: got %v %t and %q left, want %v %t", name, got.source, got.local, left, want, test.local)
		}
	}
}

func TestReadHeader_RefusesAnythingElse(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"nothing":                 "",
		"a handshake":             "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + strings.Repeat("x", 500),
		"a request":               "GET / HTTP/1.1\r\nHost: wiki.example\r\n\r\n",
		"a line without end":      "PROXY TCP4 " + strings.Repeat("1", 200),
		"a line that breaks off":  "PROXY TCP4 203.0.113.9 192.0.2.1 47",
		"an end without return":   "PROXY TCP4 203.0.113.9 192.0.2.1 4711 443\n" + strings.Repeat(" ", 200),
		"two blanks":              "PROXY TCP4  203.0.113.9 192.0.2.1 4711 443\r\n",
		"a family that is none":   "PROXY UDP4 203.0.113.9 192.0.2.1 4711 443\r\n",
		"IPv6 called IPv4":        "PROXY TCP4 2001:db8::9 2001:db8::1 4711 443\r\n",
		"IPv4 called IPv6":        "PROXY TCP6 203.0.113.9 192.0.2.1 4711 443\r\n",
		"two families":            "PROXY TCP4 203.0.113.9 2001:db8::1 4711 443\r\n",
		"a name":                  "PROXY TCP4 localhost 192.0.2.1 4711 443\r\n",
		"a zone":                  "PROXY TCP6 fe80::1%eth0 fe80::2 4711 443\r\n",
		"brackets":                "PROXY TCP6 [2001:db8::9] 2001:db8::1 4711 443\r\n",
		"a port beyond":           "PROXY TCP4 203.0.113.9 192.0.2.1 65536 443\r\n",
		"a port with a zero":      "PROXY TCP4 203.0.113.9 192.0.2.1 04711 443\r\n",
		"a port with a sign":      "PROXY TCP4 203.0.113.9 192.0.2.1 +471 443\r\n",
		"a seventh word":          "PROXY TCP4 203.0.113.9 192.0.2.1 4711 443 5\r\n",
		"small letters":           "proxy TCP4 203.0.113.9 192.0.2.1 4711 443\r\n",
		"version 3":               block(0x31, 0x11, pair4("203.0.113.9", 4711)),
		"a command that is none":  block(0x22, 0x11, pair4("203.0.113.9", 4711)),
		"a block of datagrams":    block(0x21, 0x12, pair4("203.0.113.9", 4711)),
		"a family beyond":         block(0x21, 0x41, pair4("203.0.113.9", 4711)),
		"a short block":           block(0x21, 0x21, pair4("203.0.113.9", 4711)),
		"a block that breaks off": block(0x21, 0x11, pair4("203.0.113.9", 4711))[:20],
		"an endless block":        signature2 + "\x21\x11\xff\xff" + strings.Repeat("x", 1<<16),
	} {
		if got, err := readHeader(strings.NewReader(text)); err == nil {
			t.Errorf("%s: got %+v, want an error", name, got)
		}
	}
}

func FuzzReadHeader(f *testing.F) {
	f.Add([]byte("PROXY TCP4 203.0.113.9 192.0.2.1 4711 443\r\n"))
	f.Add([]byte("PROXY UNKNOWN\r\n"))
	f.Add([]byte(block(0x21, 0x21, pair16("2001:db8::9", 4711))))
	f.Add([]byte(block(0x20, 0x00, "")))
	f.Fuzz(func(t *testing.T, data []byte) {
		rest := bytes.NewReader(append(data, make([]byte, 2*blockLimit)...))
		got, err := readHeader(rest)
		if read := int(rest.Size()) - rest.Len(); read > blockLimit+len(signature2)+4 {
			t.Errorf("got %d bytes read, want a bound", read)
		}
		if err != nil {
			return
		}
		if got.local && got.source.IsValid() || got.source.Addr().Is4In6() || got.source.Addr().Zone() != "" {
			t.Errorf("got %+v", got)
		}
		again, err := readHeader(bytes.NewReader(data))
		if err == nil && again != got {
			t.Errorf("got %+v, then %+v of the same bytes", got, again)
		}
	})
}

// block writes a header of version 2.
func block(command, family byte, content string) string {
	head := append([]byte(signature2), command, family)
	return string(binary.BigEndian.AppendUint16(head, uint16(len(content)))) + content
}

func pair4(source string, port uint16) string {
	return ports(append(netip.MustParseAddr(source).AsSlice(), 192, 0, 2, 1), port)
}

func pair16(source string, port uint16) string {
	target := netip.MustParseAddr("2001:db8::1").AsSlice()
	return ports(append(netip.MustParseAddr(source).AsSlice(), target...), port)
}

func ports(addresses []byte, port uint16) string {
	return string(binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(addresses, port), 443))
}
