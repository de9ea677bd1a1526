#!/bin/sh
# Accounts through Vaultwarden's own administration API; its key comes from the
# environment. Not tried against a running Vaultwarden: written from its source.
set -eu
task=$1
address=$(printf '%s' "$2" | tr 'A-Z' 'a-z')
server=$3
case $address in
*[!a-z0-9.@_+-]*) echo "account: $address is not an address that can be asked for" >&2; exit 2 ;;
esac
kept=$(mktemp -d)
trap 'rm -rf "$kept"' EXIT

# ask METHOD PATH, with a body on standard input for POST.
ask() {
  curl --silent --show-error --fail --cookie "$kept/cookies" --request "$1" \
    --header 'Content-Type: application/json' --data-binary @- "$server/admin$2"
}

number() {
  ask GET "/users/by-mail/$address" </dev/null | grep -o '"id":"[0-9a-f-]*"' | head -n 1 | cut -d '"' -f 4
}

printf 'token=%s' "$ADMIN_TOKEN" |
  curl --silent --show-error --fail --output /dev/null --cookie-jar "$kept/cookies" --data-binary @- "$server/admin"

case $task in
first) printf '{"email":"%s"}' "$address" | ask POST /invite >/dev/null || [ -n "$(number)" ] ;;
create) printf '{"email":"%s"}' "$address" | ask POST /invite >/dev/null ;;
list) ask GET /users </dev/null | grep -o '"email":"[^"]*"' | cut -d '"' -f 4 | sort -u ;;
count) ask GET /users </dev/null | grep -o '"email":"[^"]*"' | sort -u | wc -l ;;
close) ask POST "/users/$(number)/disable" </dev/null ;;
open) ask POST "/users/$(number)/enable" </dev/null ;;
one-factor) ask POST "/users/$(number)/remove-2fa" </dev/null ;;
erase) ask POST "/users/$(number)/delete" </dev/null ;;
*) echo "account: $task is not known" >&2; exit 2 ;;
esac
