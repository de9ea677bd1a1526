package preflight

import (
	"bufio"
	"context"
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// entrancesOf are those of a machine with one address a family.
func entrancesOf() Entrances {
	return Entrances{
		Outside: []int{80, 443}, Inside: []int{80, 443}, Device: "eth0",
		Addresses: []netip.Addr{netip.MustParseAddr("203.0.113.7"), netip.MustParseAddr("2001:db8::7")},
		Pool:      netip.MustParsePrefix("10.213.0.0/16"),
	}
}

// network is a network namespace of its own, where rules harm nobody.
type network struct{ process int }

func newNetwork(t testing.TB) network {
	t.Helper()
	command := exec.Command("unshare", "--net", "sh", "-c", "echo ready; read end")
	input, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		input.Close()
		command.Wait()
	})
	if _, err := bufio.NewReader(output).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	return network{command.Process.Pid}
}

func (n network) run(ctx context.Context, program string, arguments ...string) ([]byte, error) {
	if _, err := exec.LookPath(program); err != nil {
		return nil, err
	}
	return RunHere(ctx, "nsenter", append([]string{"--net=/proc/" + strconv.Itoa(n.process) + "/ns/net", program}, arguments...)...)
}

// apply gives each line to a shell inside the namespace.
func (n network) apply(t testing.TB, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if _, err := n.run(t.Context(), "sh", "-c", line); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
	}
}

func TestFirewall_WithoutRulesNothingIsSaid(t *testing.T) {
	if got := Firewall(t.Context(), newNetwork(t).run, entrancesOf()); len(got) > 0 {
		t.Errorf("got %v, want none", got)
	}
}

func TestFirewall_ClosedPortIsFoundAndTheProposedRuleOpensIt(t *testing.T) {
	host := newNetwork(t)
	host.apply(t,
		"iptables -A INPUT -i lo -j ACCEPT",
		"iptables -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
		"iptables -A INPUT -p tcp --dport 22 -j ACCEPT",
		"iptables -P INPUT DROP")
	entrances := entrancesOf()
	said := fmt.Sprint(Firewall(t.Context(), host.run, entrances))
	for _, want := range []string{"comes from outside to port 80, 443 (IPv4)", "-I INPUT -p tcp -m multiport --dports 80,443 -j ACCEPT"} {
		if !strings.Contains(said, want) {
			t.Errorf("got %s, want %q in it", said, want)
		}
	}
	host.apply(t, commandIn(said))
	if got := Firewall(t.Context(), host.run, entrances); len(got) > 0 {
		t.Errorf("with the proposed rule: got %v, want none", got)
	}
}

// commandIn is the first proposed iptables command.
func commandIn(said string) string {
	command := said[strings.Index(said, "iptables -I"):]
	return command[:strings.Index(command, " && ")]
}

func TestFirewall_ContainersCutFromTheGatewayAreFound(t *testing.T) {
	host := newNetwork(t)
	host.apply(t,
		"iptables -A INPUT -i eth+ -p tcp -m multiport --dports 80,443 -j ACCEPT",
		"iptables -A INPUT -j REJECT",
		"ip6tables -A INPUT -m comment --comment 'a \"quoted\" word' -p tcp -m tcp --dport 80:443 -j ACCEPT",
		"ip6tables -P INPUT DROP")
	said := fmt.Sprint(Firewall(t.Context(), host.run, entrancesOf()))
	if strings.Contains(said, "outside") || !strings.Contains(said, "containers (10.213.0.0/16)") {
		t.Errorf("got %s, want a warning on containers only", said)
	}
	host.apply(t, commandIn(said))
	if got := Firewall(t.Context(), host.run, entrancesOf()); len(got) > 0 {
		t.Errorf("with the proposed rule: got %v, want none", got)
	}
}

func TestFirewall_EachFamilyIsJudgedByItself(t *testing.T) {
	host := newNetwork(t)
	host.apply(t, "ip6tables -A INPUT -p tcp ! --dport 443 -j DROP")
	entrances := entrancesOf()
	said := fmt.Sprint(Firewall(t.Context(), host.run, entrances))
	if !strings.Contains(said, "port 80 (IPv6)") || !strings.Contains(said, "ip6tables -I") {
		t.Errorf("got %s, want port 80 by IPv6 only", said)
	}
	entrances.Addresses = entrances.Addresses[:1]
	if got := Firewall(t.Context(), host.run, entrances); len(got) > 0 {
		t.Errorf("without an IPv6 address: got %v, want none", got)
	}
}

func TestFirewall_RulesForFewDoNotCount(t *testing.T) {
	host := newNetwork(t)
	host.apply(t,
		"iptables -N bans", "iptables -A INPUT -p tcp -m multiport --dports 80,443 -j bans",
		"iptables -A bans -s 192.0.2.9/32 -j REJECT", "iptables -A bans -j RETURN",
		"iptables -A INPUT -p tcp --dport 80 -m limit --limit 1/s -j LOG",
		"iptables -N open", "iptables -A INPUT -d 203.0.113.7/32 -p tcp --syn -g open", "iptables -A open -p tcp -j ACCEPT",
	)
	if got := Firewall(t.Context(), host.run, entrancesOf()); len(got) > 0 {
		t.Errorf("got %v, want none", got)
	}
}

func TestFirewall_PortSentElsewhereIsFound(t *testing.T) {
	host := newNetwork(t)
	host.apply(t,
		"iptables -t nat -N published",
		"iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j published",
		"iptables -t nat -A published -i docker0 -j RETURN",
		"iptables -t nat -A published ! -i docker0 -p tcp -m tcp --dport 443 -j DNAT --to-destination 172.17.0.2:8443")
	got := Firewall(t.Context(), host.run, entrancesOf())
	if len(got) != 1 || got[0].Blocking || !strings.Contains(got[0].String(), "comes from outside to port 443 (IPv4)") {
		t.Errorf("got %v, want one warning on port 443", got)
	}
}

// recorded answers with what the real programs of Debian 12 printed: nft and
// ufw are not installed everywhere that tests run.
func recorded(files map[string]string) Run {
	return func(_ context.Context, program string, _ ...string) ([]byte, error) {
		file, known := files[program]
		if !known {
			return nil, exec.ErrNotFound
		}
		return os.ReadFile(filepath.Join("testdata", "firewall", file))
	}
}

func TestFirewall_UfwGetsItsOwnCommand(t *testing.T) {
	findings := Firewall(t.Context(), recorded(map[string]string{"iptables-save": "ufw.txt", "ip6tables-save": "ufw6.txt"}), entrancesOf())
	got := fmt.Sprint(findings)
	want := "(ufw) drops what comes from outside to port 80, 443 (IPv4, IPv6). Let it in: ufw allow proto tcp from any to any port 80,443"
	if len(findings) != 1 || !strings.Contains(got, want) {
		t.Errorf("got %s, want one that holds %q", got, want)
	}
}

func TestFirewall_NftIsRead(t *testing.T) {
	entrances := entrancesOf()
	got := fmt.Sprint(Firewall(t.Context(), recorded(map[string]string{"nft": "nft.json"}), entrances))
	want := "nft insert rule inet filter input tcp dport '{ 80, 443 }' accept"
	if !strings.Contains(got, want) {
		t.Errorf("got %s, want %q in it", got, want)
	}
	if got := Firewall(t.Context(), recorded(map[string]string{"nft": "nft-open.json"}), entrances); len(got) > 0 {
		t.Errorf("with the proposed rule: got %v, want none", got)
	}
	entrances.Outside, entrances.Inside = nil, []int{8080}
	if got := Firewall(t.Context(), recorded(map[string]string{"nft": "nft.json"}), entrances); len(got) > 0 {
		t.Errorf("ports that a verdict map sends to another chain: got %v, want none", got)
	}
}

func TestFirewall_UnreadableRulesAreSaid(t *testing.T) {
	refused := func(context.Context, string, ...string) ([]byte, error) { return nil, os.ErrPermission }
	got := Firewall(t.Context(), refused, entrancesOf())
	if len(got) != 1 || got[0].Blocking || !strings.Contains(got[0].String(), "could not be read") {
		t.Errorf("got %v, want one warning", got)
	}
}
