#!/bin/sh
# Checks what setup.sh decides, on machines made of files: a /proc and a /sys
# in a temporary folder. Installs nothing, asks nothing of the network.
# shellcheck disable=SC2034,SC2329 # variables and stand-ins are used by what is sourced
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
for part in words packages engine forwarding toolchain; do
	# shellcheck source=/dev/null
	. "$here/$part.sh"
done

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
passed=0
failed=0
unset DOCKER_HOST
language=en

# The firewall of the machine that runs the check must not decide.
iptables() { printf '%s' "$rules"; }
nft() { printf '%s' "$ruleset"; }
rules=
ruleset=

# same NAME GOT WANT
same() {
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf '%s:\n  got  %s\n  want %s\n' "$1" "$2" "$3"
	fi
}

# machine FORWARD: a machine with one network card.
machine() {
	rm -rf "$folder/proc" "$folder/sys"
	mkdir -p "$folder/proc/sys/net/ipv4" "$folder/sys/class/net/lo" "$folder/sys/class/net/eth0/device"
	echo "$1" >"$folder/proc/sys/net/ipv4/ip_forward"
	rules=
	ruleset=
}

# interface NAME FILE: adds an interface that has this file.
interface() {
	mkdir -p "$(dirname "$folder/sys/class/net/$1/$2")"
	echo "${3:-}" >"$folder/sys/class/net/$1/$2"
}

verdict() {
	if forwards "$folder/proc" "$folder/sys"; then echo forwards; else echo free; fi
}

check_ordinary_machines() {
	machine 0
	same "a fresh machine" "$(verdict)" free
	interface br0 brif/vnet0
	same "a bridge without forwarding" "$(verdict)" free
	machine 1
	same "a container where the switch happens to be on" "$(verdict)" free
	interface docker0 bridge/forward_delay
	same "the bridge of an engine that was stopped" "$(verdict)" free
	interface br1 bridge/forward_delay
	same "a bridge without ports" "$(verdict)" free
	rules='-P FORWARD DROP
-A FORWARD -j DOCKER-USER
-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
'
	same "rules of an engine that was stopped" "$(verdict)" free
	machine 1
	ruleset='table inet filter {
	chain forward {
		type filter hook forward priority filter; policy accept;
	}
}
'
	same "the empty chains of Debian" "$(verdict)" free
}

check_forwarding_machines() {
	machine 1 && interface br0 brif/vnet0
	same "a bridge with ports" "$(verdict) $(forwarders "$folder/sys")" "forwards bridge br0"
	machine 1 && interface virbr0 bridge/forward_delay
	same "libvirt" "$(forwarders "$folder/sys")" "libvirt virbr0"
	machine 1 && interface lxcbr0 bridge/forward_delay
	same "LXC" "$(forwarders "$folder/sys")" "LXC lxcbr0"
	machine 1 && interface tun0 tun_flags 0x1001
	same "a VPN by tun" "$(forwarders "$folder/sys")" "VPN tun0"
	machine 1 && interface wg0 uevent DEVTYPE=wireguard
	same "WireGuard" "$(verdict) $(forwarders "$folder/sys")" "forwards VPN wg0"
	machine 1
	rules='-P FORWARD ACCEPT
-A FORWARD -i eth1 -j ACCEPT
'
	same "a rule in FORWARD" "$(verdict)" forwards
	machine 1
	ruleset='table inet filter {
	chain forward {
		type filter hook forward priority filter; policy drop;
		iifname "lan0" accept
	}
}
'
	same "a rule of nftables" "$(forwarding_rules)" 'iifname "lan0" accept'
	same "the lines that keep a router" "$(rules_to_keep "$folder/sys")" "  iptables -A FORWARD -i eth0 -j ACCEPT
  iptables -A FORWARD -o eth0 -j ACCEPT"
	rm -r "$folder/sys/class/net/eth0/device"
	same "the same in a container" "$(rules_to_keep "$folder/sys" | wc -l)" 2
}

check_toolchain() {
	printf 'module example\n\ngo 1.26.0\n' >"$folder/go.mod"
	same "without a toolchain line" "$(wanted_go "$folder/go.mod")" 1.26.0
	printf 'toolchain go1.26.8\n' >>"$folder/go.mod"
	same "with a toolchain line" "$(wanted_go "$folder/go.mod")/$(minimum_go "$folder/go.mod")" 1.26.8/1.26.0
	for case in 1.26.0:yes 1.26.8:yes 1.27.1:yes 1.19.8:no 1.9:no 1.24.4:no :no; do
		answer=no
		! at_least 1.26.0 "${case%:*}" || answer=yes
		same "Go ${case%:*}" "$answer" "${case#*:}"
	done
}

check_engine() {
	same "packages of Debian 12" "$(engine_packages 12)" "docker.io iptables "
	same "packages of Debian 13" "$(engine_packages 13)" "docker.io iptables docker-cli "
	answer=no
	! DOCKER_HOST="unix://$folder/nobody.sock" engine_answers || answer=yes
	same "a socket that is not there" "$answer" no
	HTTP_PROXY='' HTTPS_PROXY='http://me:p%40ss@proxy.example:3128' NO_PROXY=''
	proxy_for_engine "$folder/units"
	same "the engine's proxy" "$(sed -n 2p "$folder/units/docker.service.d/chatiere-proxy.conf")" \
		'Environment="HTTPS_PROXY=http://me:p%%40ss@proxy.example:3128"'
	same "who may read it" "$(stat -c %a "$folder/units/docker.service.d/chatiere-proxy.conf")" 600
	echo $$ >"$folder/living.pid" && forget_dead "$folder/living.pid" "$(cat /proc/$$/comm)"
	same "the number of a living engine" "$(cat "$folder/living.pid")" $$
	perl -e 'if (my $child = fork) { open my $file, ">", $ARGV[0]; print $file $child; close $file; sleep 5 } ' "$folder/ended.pid" &
	parent=$!
	until [ -s "$folder/ended.pid" ]; do sleep 0.1; done
	until grep -q '^State:.Z' "/proc/$(cat "$folder/ended.pid")/status" 2>/dev/null; do sleep 0.1; done
	forget_dead "$folder/ended.pid" "$(cat "/proc/$(cat "$folder/ended.pid")/comm")"
	kill "$parent"
	same "the number of an ended process" "$([ -e "$folder/ended.pid" ] || echo gone)" gone
	forget_dead "$folder/living.pid" dockerd
	same "a number that another program has" "$([ -e "$folder/living.pid" ] || echo gone)" gone
}

# code ARGUMENTS: the exit code of setup.sh, called from another folder.
code() {
	status=0
	(cd / && sh "$here/../setup.sh" "$@") >/dev/null 2>&1 || status=$?
	echo "$status"
}

check_usage() {
	same "help" "$(code help)" 0
	same "no command" "$(code)" 3
	same "an unknown command" "$(code upgrade)" 3
	same "test with another word" "$(code test most)" 3
	same "install with an option" "$(code install --force)" 3
}

check_ordinary_machines
check_forwarding_machines
check_toolchain
check_engine
check_usage
printf 'setup: %s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
