#!/bin/sh
# Accounts through Mobilizon's own tasks. A password never stands in a command:
# the running Mobilizon reads it in a file that only lives for the task. Not
# tried: written from its source.
set -eu -o pipefail
umask 0077
task=$1
address=$(printf '%s' "$${2:-}" | tr 'A-Z' 'a-z')
case $address in
*[!a-z0-9.@_+-]*) echo "account: $address is not an address that can be asked for" >&2; exit 2 ;;
esac
users=Mix.Tasks.Mobilizon.Users

# First of all, when nothing runs in this container.
if [ "$task" = first ]; then
  exec /bin/mobilizon eval "$users.New.run([System.get_env(\"ADMIN_ADDRESS\"), \"--admin\", \"--password\", System.get_env(\"ADMIN_PASSWORD\")])" >/dev/null
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
case $task in
create | reset)
  password=$(cat)
  case $password in
  "" | *[!A-Za-z0-9._-]*) echo "account: a password of letters and digits comes on standard input" >&2; exit 2 ;;
  esac
  ;;
esac
case $task in
create) printf '%s.New.run(["%s", "--password", "%s"])\n' "$users" "$address" "$password" ;;
reset) printf '%s.Modify.run(["%s", "--password", "%s"])\n' "$users" "$address" "$password" ;;
close) printf '%s.Modify.run(["%s", "--disable"])\n' "$users" "$address" ;;
open) printf '%s.Modify.run(["%s", "--enable"])\n' "$users" "$address" ;;
show) printf '%s.Show.run(["%s"])\n' "$users" "$address" ;;
erase) printf '%s.Delete.run(["%s", "--assume-yes"])\n' "$users" "$address" ;;
count) echo 'IO.puts(Mobilizon.Users.count_users())' ;;
list) echo 'Mobilizon.Storage.Repo.all(Mobilizon.Users.User) |> Enum.each(&IO.puts(&1.email))' ;;
*) echo "account: $task is not known" >&2; exit 2 ;;
esac >"$folder/task.exs"
/bin/mobilizon rpc "Code.eval_file(\"$folder/task.exs\")" | sed '/password:/d'
