# shellcheck shell=sh
# Words, steps and their times. Everything said here goes to stderr: stdout
# belongs to what the steps run.

case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
en*) language=en ;;
*) language=fr ;;
esac

# phrase FRENCH ENGLISH
phrase() {
	if [ "$language" = en ]; then printf '%s\n' "$2"; else printf '%s\n' "$1"; fi
}

say() { phrase "$1" "$2" >&2; }

# stop CODE FRENCH ENGLISH: the codes are those of the program itself.
stop() {
	say "$2" "$3"
	exit "$1"
}

now() { date +%s%3N; }

# elapsed SINCE: seconds and tenths since a time that `now` gave.
elapsed() {
	tenths=$((($(now) - $1) / 100))
	phrase "$((tenths / 10)),$((tenths % 10)) s" "$((tenths / 10)).$((tenths % 10)) s"
}

# step FRENCH ENGLISH COMMAND...: runs a command, says how long it took, and
# ends the script with the summary when it fails.
step() {
	label=$(phrase "$1" "$2")
	shift 2
	say "$label…" "$label…"
	begun=$(now)
	# Inside `if` or `||` the shell would ignore errors in the command's own body.
	set +e
	(
		set -e
		"$@"
	)
	status=$?
	set -e
	record "$label" "$status" "$(elapsed "$begun")"
	[ "$status" -eq 0 ] || end "$status"
}

started=$(now)
steps=

# record LABEL STATUS TIME
record() {
	if [ "$2" -eq 0 ]; then
		line=$(phrase "$1 : fait en $3" "$1: done in $3")
	else
		line=$(phrase "$1 : échec en $3 (code $2)" "$1: failed in $3 (code $2)")
	fi
	printf '%s\n' "$line" >&2
	steps="$steps  $line
"
}

# end STATUS: prints the summary and leaves.
end() {
	say "
Résumé ($(elapsed "$started") en tout) :" "
Summary ($(elapsed "$started") in all):"
	printf '%s' "$steps" >&2
	exit "$1"
}

# logged FILE COMMAND...: keeps a talkative command's output in a file, and
# shows its last lines only when it fails.
logged() {
	log=$1
	shift
	set +e
	(
		set -e
		"$@"
	) >"$log" 2>&1 </dev/null
	status=$?
	set -e
	[ "$status" -eq 0 ] || show_log "$log"
	return "$status"
}

show_log() {
	say "Dernières lignes de $1 :" "Last lines of $1:"
	tail -n 20 "$1" >&2 || true
}
