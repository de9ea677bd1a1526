# shellcheck shell=sh
# The Go toolchain: found when new enough, else fetched as the ordinary module
# it is, checked against the checksum database like any other module.

toolchain=/usr/local/lib/chatiere/go

# minimum_go MODFILE and wanted_go MODFILE: what go.mod asks for at least, and
# what to fetch when there is less.
minimum_go() { sed -n 's/^go //p' "$1"; }

wanted_go() {
	named=$(sed -n 's/^toolchain go//p' "$1")
	printf '%s\n' "${named:-$(minimum_go "$1")}"
}

# find_go MINIMUM: the first Go on this machine that is new enough.
find_go() {
	for candidate in "$(command -v go || true)" /usr/local/go/bin/go "$toolchain/bin/go"; do
		if [ -x "$candidate" ] && at_least "$1" "$(go_version "$candidate")"; then
			printf '%s\n' "$candidate"
			return 0
		fi
	done
	return 1
}

# go_version GO: asked from /, because an old Go does not understand our go.mod.
go_version() {
	(cd / && GOTOOLCHAIN=local "$1" env GOVERSION 2>/dev/null) | sed -n 's/^go\([0-9.]*\).*/\1/p'
}

# at_least MINIMUM VERSION
at_least() {
	[ -n "$2" ] && printf '%s\n%s\n' "$1" "$2" | sort -C -V
}

# fetch_toolchain VERSION: with whatever Go there is, even Debian 12's.
fetch_toolchain() (
	mkdir -p "${toolchain%/*}"
	GOPATH=$(mktemp -d "${toolchain%/*}/fetch.XXXXXX")
	trap 'rm -rf "$GOPATH"' EXIT
	export GOPATH GOMODCACHE="$GOPATH/pkg/mod" GOFLAGS=-modcacherw GOCACHE="$GOPATH/cache"
	cd "$GOPATH" || return
	module="golang.org/toolchain@v0.0.1-go$1.linux-$(go env GOARCH)"
	if ! answer=$(go mod download -json "$module"); then
		printf '%s\n' "$answer" >&2
		return 1
	fi
	make_usable "$GOMODCACHE/$module"
	rm -rf "$toolchain"
	mv "$GOMODCACHE/$module" "$toolchain"
)

# make_usable FOLDER undoes what a module archive cannot hold: execute bits,
# and go.mod files below its root.
make_usable() {
	chmod +x "$1"/bin/* "$1"/pkg/tool/*/*
	find "$1/src" -name _go.mod | while IFS= read -r module_file; do
		mv "$module_file" "${module_file%_go.mod}go.mod"
	done
}
