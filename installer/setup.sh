#!/bin/sh
# Takes a fresh Debian 12 or 13 machine to a running chaton (demo), to passing
# tests (test) or to an installed program (install).
#
# It says what it installs before it does; a second run installs nothing; it
# never prints the environment, where a proxy's address may hold a password.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
# `su` without a login shell leaves the administrator's folders out.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
# Go keeps its caches there, and some services start without it.
export PATH HOME="${HOME:-$(getent passwd 0 | cut -d: -f6)}"

# shellcheck source=installer/setup/words.sh
. "$root/installer/setup/words.sh"
# shellcheck source=installer/setup/packages.sh
. "$root/installer/setup/packages.sh"
# shellcheck source=installer/setup/engine.sh
. "$root/installer/setup/engine.sh"
# shellcheck source=installer/setup/forwarding.sh
. "$root/installer/setup/forwarding.sh"
# shellcheck source=installer/setup/toolchain.sh
. "$root/installer/setup/toolchain.sh"

build=$root/.build
binary=$build/chatiere
staticcheck=honnef.co/go/tools/cmd/staticcheck@v0.8.2
engine_allowed=no

usage() {
	phrase "sh installer/setup.sh COMMANDE, en root, sur Debian 12 ou 13 :

  demo [OPTIONS]   installe ce qui manque, construit, puis lance « chatiere demo »
  test [full]      installe ce qui manque, puis passe toutes les vérifications ;
                   full : avec les grands nombres (plus long)
  install          installe ce qui manque et pose /usr/local/bin/chatiere
  help             cette aide

  --engine         installe le moteur de conteneurs même si la machine transmet
                   déjà des paquets pour d’autres (la règle à ajouter est affichée)

Le moteur est cherché là où dit DOCKER_HOST. HTTP_PROXY, HTTPS_PROXY et NO_PROXY
sont respectées. LANG=en_US.UTF-8 : messages en anglais." \
		"sh installer/setup.sh COMMAND, as root, on Debian 12 or 13:

  demo [OPTIONS]   installs what is missing, builds, then runs \"chatiere demo\"
  test [full]      installs what is missing, then runs every check;
                   full: with the large numbers (longer)
  install          installs what is missing and puts /usr/local/bin/chatiere
  help             this help

  --engine         installs the container engine even when the machine already
                   forwards packets for others (the rule to add is printed)

The engine is looked for where DOCKER_HOST says. HTTP_PROXY, HTTPS_PROXY and
NO_PROXY are honoured. LANG=fr_FR.UTF-8: messages in French."
}

demo() {
	prepare compile "$(for_running)"
	# No engine of ours needs this script to stay: the program takes its place.
	exec "$binary" demo "$@"
}

install_binary() {
	prepare compile "$(for_running)"
	step "pose de /usr/local/bin/chatiere" "put /usr/local/bin/chatiere" place /usr/local/bin
	end 0
}

# place FOLDER: by a rename, so that a running program never sees half a file.
place() {
	mkdir -p "$1"
	install -m 0755 "$binary" "$1/.chatiere.$$"
	mv -f "$1/.chatiere.$$" "$1/chatiere"
}

run_tests() {
	[ "${1:-}" != full ] || export CHATIERE_TEST=full
	prepare download "$(for_running)$(for_testing)"
	cd "$root"
	step "installer/setup contrôlé" "installer/setup checked" sh installer/setup/check.sh
	step "gofmt" "gofmt" formatted
	step "go vet" "go vet" go vet ./...
	step "staticcheck" "staticcheck" go run "$staticcheck" ./...
	step "go mod tidy -diff" "go mod tidy -diff" go mod tidy -diff
	step "go build" "go build" compile
	step "go test" "go test" env CGO_ENABLED=1 go test -race -shuffle=on -timeout 35m ./...
	step "go test -fuzz" "go test -fuzz" fuzz
	end 0
}

# fuzz tries a thousand new inputs on each target: go test alone tries those
# that are written beside it. What it finds stays in the target's testdata. It
# counts inputs and not seconds: at the end of its seconds, Go before 1.27 fails
# now and then without having found anything (go.dev/issue/75804).
fuzz() {
	fuzz_inputs=1000x
	[ "${CHATIERE_TEST:-}" != full ] || fuzz_inputs=20000x
	found=0
	# shellcheck disable=SC2013 # neither paths nor names have spaces
	for file in $(grep -rl --include='*_test.go' '^func Fuzz' cmd installer); do
		# shellcheck disable=SC2013
		for target in $(sed -n 's/^func \(Fuzz[A-Za-z0-9]*\)(.*/\1/p' "$file"); do
			go test -run '^$' -fuzz "^$target\$" -fuzztime "$fuzz_inputs" "./${file%/*}" || found=1
		done
	done
	return "$found"
}

formatted() {
	strangers=$(gofmt -l .)
	[ -z "$strangers" ] || {
		printf '%s\n' "$strangers"
		return 1
	}
}

# prepare BUILDER PACKAGES: everything a command needs, the announcement first.
# The builder runs beside the engine's installation: both take about a minute.
prepare() {
	mkdir -p "$build"
	choose_go
	choose_engine
	for_build=$(for_building)
	announce "$for_build$2$engine_wanted"
	if [ -n "$for_build" ]; then
		# shellcheck disable=SC2086 # package names are words
		step "outils de construction" "building tools" logged "$build/tools.log" install_packages $for_build
		refreshed=yes
	fi
	build_beside "$1"
	install_rest "$2$engine_wanted"
	[ "$engine_up" = yes ] || step "démarrage du moteur" "start of the engine" start_engine
	wait_for_build
}

# choose_go finds Go, or decides to fetch it, with Debian's where there is none.
choose_go() {
	export GOTOOLCHAIN=local
	fetch=
	if go=$(find_go "$(minimum_go "$root/go.mod")"); then
		PATH=$(dirname "$go"):$PATH
	else
		fetch=$(wanted_go "$root/go.mod")
	fi
}

# choose_engine finds out whether one answers, must be started or installed.
choose_engine() {
	engine_up=yes
	engine_wanted=
	engine_answers && return 0
	engine_up=no
	[ -z "${DOCKER_HOST:-}" ] || stop 4 "Aucun moteur ne répond à l’adresse que donne DOCKER_HOST : démarrez-le, ou retirez cette variable." \
		"No engine answers at the address in DOCKER_HOST: start it, or unset this variable."
	command -v dockerd >/dev/null || want_engine
}

want_engine() {
	if forwards /proc /sys; then
		warn_forwarding /sys
		[ "$engine_allowed" = yes ] || stop 5 "Rien n’a été installé. Pour continuer quand même : ajoutez --engine." \
			"Nothing was installed. To go on all the same: add --engine."
	fi
	engine_wanted=$(engine_packages "$debian")
}

for_building() {
	missing /etc/ssl/certs/ca-certificates.crt ca-certificates
	missing git git
	[ -z "$fetch" ] || missing go golang-go
}

for_running() {
	missing curl curl
	missing restic restic
	missing debootstrap debootstrap
}

# for_testing: the race detector needs a C compiler, the tests of networks a
# machine beyond the host, those of fronts the proxies that people have, those of
# TLS the program that finds its faults, and the benchmark of the gateway what
# asks as much as it can.
for_testing() {
	missing gcc gcc
	missing /usr/include/stdio.h libc6-dev
	missing tmux tmux
	missing ip iproute2
	missing testssl testssl.sh
	missing nginx nginx
	missing /usr/lib/nginx/modules/ngx_stream_module.so libnginx-mod-stream
	missing haproxy haproxy
	missing wrk wrk
	missing h2load nghttp2-client
}

# announce PACKAGES
announce() {
	[ -z "$1" ] || say "À installer, paquets Debian : $1" "To install, Debian packages: $1"
	[ -z "$fetch" ] || say "À installer, Go $fetch : $toolchain" "To install, Go $fetch: $toolchain"
	[ "$engine_up" = yes ] || [ -n "$engine_wanted" ] || say "À démarrer : le moteur de conteneurs" "To start: the container engine"
	[ -n "$1$fetch" ] || [ "$engine_up" = no ] || say "Rien à installer." "Nothing to install."
}

install_rest() {
	[ -n "$1" ] || return 0
	if [ -n "$engine_wanted" ] && [ -d /run/systemd/system ]; then
		proxy_for_engine /etc/systemd/system
	fi
	# shellcheck disable=SC2086 # package names are words
	step "paquets Debian" "Debian packages" logged "$build/packages.log" install_packages $1
	engine_answers && engine_up=yes
	return 0
}

# build_beside BUILDER starts it in the background. Its result is a file, since
# its variables are its own.
build_beside() {
	[ -z "$fetch" ] || PATH=$toolchain/bin:$PATH
	begun_build=$(now)
	logged "$build/build.log" build_with "$1" &
	builder=$!
	trap 'kill "$builder" 2>/dev/null || true' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
}

build_with() {
	[ -z "$fetch" ] || fetch_toolchain "$fetch"
	"$1"
}

wait_for_build() {
	status=0
	wait "$builder" || status=$?
	trap - EXIT
	record "$(phrase "Go, bibliothèques, construction" "Go, libraries, build")" "$status" "$(elapsed "$begun_build")"
	[ "$status" -eq 0 ] || end 1
}

download() { (cd "$root" && go mod download); }

# compile: the folder belongs to whoever cloned it, and git refuses to describe
# another user's clone to root unless told.
compile() (
	cd "$root"
	export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0="$root"
	CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o "$binary" ./cmd/chatiere
)

# require_debian: root, on a Debian that these packages were tried on.
require_debian() {
	[ "$(id -u)" -eq 0 ] || stop 3 "Il faut être root : « su - » ou « sudo », puis la même commande." \
		"This needs root: \"su -\" or \"sudo\", then the same command."
	system=$(sed -n 's/^ID=//p' /etc/os-release 2>/dev/null || true)
	debian=$(sed -n 's/^VERSION_ID="\{0,1\}\([0-9]*\).*/\1/p' /etc/os-release 2>/dev/null || true)
	case $system-$debian in
	debian-12 | debian-13) ;;
	*) stop 5 "Il faut Debian 12 ou 13 ; cette machine dit : ${system:-?} ${debian:-?}." \
		"This needs Debian 12 or 13; this machine says: ${system:-?} ${debian:-?}." ;;
	esac
}

wrong_usage() {
	usage >&2
	exit 3
}

main() {
	[ $# -gt 0 ] || wrong_usage
	command=$1
	shift
	# Takes --engine out of the arguments, wherever it stands.
	for argument in "$@"; do
		shift
		if [ "$argument" = --engine ]; then engine_allowed=yes; else set -- "$@" "$argument"; fi
	done
	case $command in help | --help | -h) usage && exit 0 ;; esac
	case $command:$* in demo:* | test: | test:full | install:) ;; *) wrong_usage ;; esac
	require_debian
	share_proxies
	case $command in
	demo) demo "$@" ;;
	test) run_tests "$@" ;;
	install) install_binary ;;
	esac
}

main "$@"
