# shellcheck shell=sh
# The container engine: whether one answers, its packages, its start.

engine_log=/var/log/chatiere-engine.log

# engine_answers asks where the program will ask: DOCKER_HOST, else the usual
# socket. Perl is in every Debian; curl and the engine's client may not be.
engine_answers() {
	case ${DOCKER_HOST:-unix:///var/run/docker.sock} in
	unix://*) socket_answers "$(socket_path)" ;;
	# Without a client nothing here can ask; the program itself will.
	*) ! command -v docker >/dev/null || timeout 20 docker version >/dev/null 2>&1 ;;
	esac
}

socket_path() {
	address=${DOCKER_HOST:-unix:///var/run/docker.sock}
	printf '%s\n' "${address#unix://}"
}

# socket_answers SOCKET
socket_answers() {
	[ -S "$1" ] || return 1
	# Perl complains about a locale that a bare machine does not have.
	LC_ALL=C perl -MIO::Socket::UNIX -e '
		$SIG{ALRM} = sub { exit 1 };
		alarm 5;
		my $engine = IO::Socket::UNIX->new(Peer => $ARGV[0]) or exit 1;
		$engine->print("GET /_ping HTTP/1.0\r\n\r\n");
		my $status = <$engine> // "";
		exit($status =~ m{^HTTP/1\.\d 200} ? 0 : 1);
	' "$1"
}

# engine_packages DEBIAN: Debian 13 ships the client apart.
engine_packages() {
	printf 'docker.io iptables '
	[ "$1" -lt 13 ] || printf 'docker-cli '
}

# start_engine leaves the engine running after this script.
start_engine() {
	if [ -d /run/systemd/system ]; then
		systemctl enable --now docker
	else
		forget_dead /var/run/docker.pid dockerd
		forget_dead /var/run/docker/containerd/containerd.pid containerd
		[ -e "$engine_log" ] || (umask 077 && : >"$engine_log")
		setsid nohup dockerd >>"$engine_log" 2>&1 </dev/null &
		engine_process=$!
	fi
	wait_for_engine 90
	[ -d /run/systemd/system ] || say "Le moteur reste en marche jusqu’à l’arrêt de la machine (sans systemd) ; son journal : $engine_log" \
		"The engine keeps running until the machine stops (no systemd); its log: $engine_log"
}

# forget_dead FILE PROGRAM: after a kill or a power cut the number in FILE may be
# another program's by now, or that of a process that ended and was never
# fetched by its parent; the engine would refuse to start.
forget_dead() {
	[ -e "$1" ] || return 0
	lives "$(cat "$1")" "$2" || rm -f "$1"
}

# lives NUMBER PROGRAM: an ended process has no command line.
lives() {
	[ "$(cat "/proc/$1/comm" 2>/dev/null)" = "$2" ] && [ -n "$(tr -d '\0' 2>/dev/null <"/proc/$1/cmdline")" ]
}

engine_process=

# wait_for_engine SECONDS
wait_for_engine() {
	deadline=$(($(date +%s) + $1))
	until engine_answers; do
		[ "$(date +%s)" -lt "$deadline" ] || give_up
		shorten_when_ended
		sleep 0.2
	done
}

# shorten_when_ended: an engine that ended by itself will not answer. Ten more
# seconds are for one that the package's own script may have started meanwhile.
shorten_when_ended() {
	[ -n "$engine_process" ] || return 0
	kill -0 "$engine_process" 2>/dev/null && return 0
	engine_process=
	deadline=$(($(date +%s) + 10))
}

give_up() {
	if [ -d /run/systemd/system ]; then
		journalctl --no-pager -n 20 -u docker >&2 || true
	else
		show_log "$engine_log"
	fi
	stop 4 "Le moteur de conteneurs ne répond pas : son journal est ci-dessus." \
		"The container engine does not answer: its log is above."
}

# proxy_for_engine UNITS: under systemd the engine does not see our environment.
# Written before the package, so that the engine's first start knows it; the
# mode is strict because a proxy's address may hold a password.
proxy_for_engine() {
	[ -n "${HTTP_PROXY:-}${HTTPS_PROXY:-}" ] || return 0
	mkdir -p "$1/docker.service.d"
	(
		umask 077
		{
			echo '[Service]'
			unit_variable HTTP_PROXY "${HTTP_PROXY:-}"
			unit_variable HTTPS_PROXY "${HTTPS_PROXY:-}"
			unit_variable NO_PROXY "${NO_PROXY:-}"
		} >"$1/docker.service.d/chatiere-proxy.conf"
	)
}

# unit_variable NAME VALUE: systemd reads % as the start of a specifier.
unit_variable() {
	[ -z "$2" ] || printf 'Environment="%s=%s"\n' "$1" "$2" | sed 's/%/%%/g'
}
