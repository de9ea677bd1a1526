# shellcheck shell=sh
# A machine that already forwards packets for others: the engine sets the
# policy of the FORWARD chain to DROP when it starts, which would cut off
# virtual machines, other containers or a VPN. That is said first.

# forwards PROC SYS: whether packets are forwarded, and for somebody. Many
# containers and cloud machines have the switch on with nothing behind it.
forwards() {
	[ "$(cat "$1/sys/net/ipv4/ip_forward" 2>/dev/null)" = 1 ] || return 1
	[ -n "$(forwarders "$2")" ] || [ -n "$(forwarding_rules)" ]
}

# forwarders SYS: one line for each interface that serves others, kind and name.
forwarders() {
	for interface in "$1"/class/net/*; do
		name=${interface##*/}
		kind=$(forwarder "$interface" "$name")
		[ -z "$kind" ] || printf '%s %s\n' "$kind" "$name"
	done
}

# forwarder PATH NAME
forwarder() {
	case $2 in
	docker0 | docker_gwbridge) ;; # left by an engine that was there before
	virbr*) if [ -d "$1/bridge" ]; then echo libvirt; fi ;;
	lxcbr* | lxdbr* | incusbr*) if [ -d "$1/bridge" ]; then echo LXC; fi ;;
	*)
		if [ -n "$(ls "$1/brif" 2>/dev/null)" ]; then
			phrase pont bridge
		elif [ -e "$1/tun_flags" ] || grep -qs '^DEVTYPE=wireguard$' "$1/uevent"; then
			echo VPN
		fi
		;;
	esac
}

# forwarding_rules: the firewall's own rules on forwarded packets.
forwarding_rules() {
	{
		iptables -S FORWARD
		iptables -t nat -S POSTROUTING
	} 2>/dev/null | grep '^-A' | grep -vi docker || true
	nft list ruleset 2>/dev/null | nft_forward_rules || true
}

# nft_forward_rules reads a rule set and keeps the rules of the chains that
# hang on the forward hook. An empty chain is Debian's default and forwards nothing special.
nft_forward_rules() {
	awk '
		/^[[:space:]]*chain / { forward = 0; docker = /DOCKER/ }
		/hook forward/ { forward = 1; next }
		/^[[:space:]]*}/ { forward = 0 }
		forward && NF && !/DOCKER|docker/ { sub(/^[[:space:]]+/, ""); print }
	'
}

# rules_to_keep SYS: the lines that keep what is forwarded now. Appended, so
# that the engine's own isolation, which it inserts at the top, still decides first.
rules_to_keep() {
	names=$(forwarders "$1" | cut -d' ' -f2)
	[ -n "$names" ] || names=$(physical "$1")
	[ -n "$names" ] || names=$(others "$1")
	for name in $names; do
		printf '  iptables -A FORWARD -i %s -j ACCEPT\n' "$name"
		printf '  iptables -A FORWARD -o %s -j ACCEPT\n' "$name"
	done
}

# physical SYS: the interfaces that are hardware, or look like it.
physical() {
	for interface in "$1"/class/net/*; do
		[ ! -e "$interface/device" ] || printf '%s\n' "${interface##*/}"
	done
}

# others SYS: every interface but the loopback, where none is hardware.
others() {
	for interface in "$1"/class/net/*; do
		case ${interface##*/} in lo | docker0 | docker_gwbridge) ;; *) printf '%s\n' "${interface##*/}" ;; esac
	done
}

# warn_forwarding SYS
warn_forwarding() {
	say "Cette machine transmet déjà des paquets (net.ipv4.ip_forward = 1) :" \
		"This machine already forwards packets (net.ipv4.ip_forward = 1):"
	{
		forwarders "$1"
		forwarding_rules | head -n 10
	} | sed 's/^/  /' >&2
	say "En démarrant, le moteur de conteneurs peut mettre la politique de la chaîne FORWARD à DROP
et couper ce trafic. Pour le garder, aussitôt le moteur installé puis à chaque démarrage :" \
		"When it starts, the container engine can set the policy of the FORWARD chain to DROP
and cut this traffic. To keep it, as soon as the engine is installed and at each boot:"
	rules_to_keep "$1" >&2
}
