# shellcheck shell=sh
# Debian packages: what is missing, and its installation.

# missing PATH_OR_COMMAND PACKAGE...: the packages, when the thing is not there.
# What is looked for is the thing and not the package, so that a program
# installed by other means is left alone.
missing() {
	thing=$1
	shift
	case $thing in
	/*) [ -e "$thing" ] || printf '%s ' "$@" ;;
	*) command -v "$thing" >/dev/null || printf '%s ' "$@" ;;
	esac
}

refreshed=no

# install_packages PACKAGE...
install_packages() {
	export DEBIAN_FRONTEND=noninteractive
	if [ "$refreshed" = no ]; then
		# One source that does not answer must not stop what the others offer.
		apt-get -qq update || echo "apt-get update: $?"
	fi
	apt-get -y -o DPkg::Lock::Timeout=300 --no-install-recommends install "$@"
}

# share_proxies gives each proxy variable in both spellings: apt reads the
# lower case only, others the upper case only.
share_proxies() {
	share HTTP_PROXY http_proxy "${HTTP_PROXY:-${http_proxy:-}}"
	share HTTPS_PROXY https_proxy "${HTTPS_PROXY:-${https_proxy:-}}"
	share NO_PROXY no_proxy "${NO_PROXY:-${no_proxy:-}}"
}

share() {
	[ -n "$3" ] || return 0
	export "$1=$3" "$2=$3"
}
