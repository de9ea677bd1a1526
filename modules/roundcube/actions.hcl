# Accounts are the mail server's: nothing to create, reset or close here.

action "erase_account" {
  label     = { fr = "Effacer les réglages et le carnet d’adresses d’une personne", en = "Erase the settings and address book of a person" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom avec lequel cette personne se connecte", en = "Name that this person signs in with" }
  }
  command = ["/var/www/html/bin/deluser.sh", "--host=${var.server}", input.name]
}

action "clean" {
  label     = { fr = "Purger ce qui est marqué comme supprimé", en = "Purge what is marked as deleted" }
  container = "app"
  command   = ["/var/www/html/bin/cleandb.sh"]
}
