# Written from Forgejo's documentation (April 2026) and its rootless image's
# build files. Not tried: no registry was reachable. 15.0 is the version with
# long support, until July 2027.
module "forgejo" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Forge de logiciels", en = "Software forge" }
  summary = {
    fr = "Dépôts Git, tickets, relectures et pages de projet."
    en = "Git repositories, issues, reviews and project pages."
  }
  category = "forge"
  replaces = ["GitHub", "GitLab.com", "Bitbucket"]
  open_to  = ["members"]
}

software {
  name    = "Forgejo"
  version = "15.0.9-rootless" # as the image’s tag says it
  website = "https://forgejo.org/"
  source  = "https://codeberg.org/forgejo/forgejo"
  license = "GPL-3.0-or-later"
}

variable "title" {
  type    = string
  default = "Forge — ${chaton.name}"
  label   = { fr = "Titre affiché", en = "Displayed title" }
}

variable "private" {
  type    = bool
  default = false
  label   = { fr = "Seuls les titulaires de compte lisent", en = "Only account holders read" }
}

variable "registration" {
  type    = bool
  default = false
  label   = { fr = "Chacun peut se créer un compte", en = "Anybody can make an account" }
  help = {
    fr = "Sans cela, l’équipe crée les comptes. Une forge ouverte attire beaucoup de réclame : mieux vaut un relais de courriel, qui fait confirmer l’adresse."
    en = "Otherwise the team makes the accounts. An open forge attracts much advertising: better have a mail relay, with which addresses are confirmed."
  }
}

variable "mirrors" {
  type    = bool
  default = false
  label   = { fr = "On peut importer et refléter des dépôts d’ailleurs", en = "Repositories from elsewhere can be imported and mirrored" }
}

secret "first_password" {
  length = 24
  reveal = true
  label  = { fr = "Mot de passe de départ du compte operator", en = "First password of the account operator" }
}

# Encrypts what Forgejo keeps for others: tokens and second factors.
secret "secret_key" {
  length = 64
}

database "postgresql" {
  version = "17"
}

volume "data" {
  backup      = true
  description = { fr = "Dépôts, pièces jointes, clés de la forge", en = "Repositories, attachments, keys of the forge" }
}

container "app" {
  image = "codeberg.org/forgejo/forgejo:15.0.9-rootless"
  user  = "1000:1000"
  env = {
    FORGEJO____APP_NAME                          = var.title
    FORGEJO__database__DB_TYPE                   = "postgres"
    FORGEJO__database__HOST                      = "${database.postgresql.host}:${database.postgresql.port}"
    FORGEJO__database__NAME                      = database.postgresql.name
    FORGEJO__database__USER                      = database.postgresql.user
    FORGEJO__database__PASSWD                    = database.postgresql.password
    FORGEJO__security__INSTALL_LOCK              = true
    FORGEJO__security__SECRET_KEY                = secret.secret_key
    FORGEJO__server__ROOT_URL                    = "${service.url}/"
    FORGEJO__server__DOMAIN                      = service.host
    FORGEJO__server__HTTP_PORT                   = "3000"
    FORGEJO__server__SSH_DOMAIN                  = service.host
    FORGEJO__server__START_SSH_SERVER            = true
    FORGEJO__server__SSH_PORT                    = "2222"
    FORGEJO__server__SSH_LISTEN_PORT             = "2222"
    FORGEJO__session__PROVIDER                   = "db"
    FORGEJO__log__LEVEL                          = "warn"
    FORGEJO__i18n__LANGS                         = chaton.language == "fr" ? "fr-FR,en-US" : "en-US,fr-FR"
    FORGEJO__i18n__NAMES                         = chaton.language == "fr" ? "Français,English" : "English,Français"
    FORGEJO__service__REQUIRE_SIGNIN_VIEW        = var.private
    FORGEJO__service__DISABLE_REGISTRATION       = !var.registration
    FORGEJO__service__REGISTER_EMAIL_CONFIRM     = var.registration && mail != null
    FORGEJO__service__ENABLE_NOTIFY_MAIL         = mail != null
    FORGEJO__service__DEFAULT_KEEP_EMAIL_PRIVATE = true
    FORGEJO__openid__ENABLE_OPENID_SIGNIN        = false
    FORGEJO__openid__ENABLE_OPENID_SIGNUP        = false

    # Nobody else is asked: portraits, look for new versions, files of others.
    FORGEJO__server__OFFLINE_MODE              = true
    FORGEJO__picture__DISABLE_GRAVATAR         = true
    FORGEJO__picture__ENABLE_FEDERATED_AVATAR  = false
    FORGEJO__cron_0X2E_update_checker__ENABLED = false
    FORGEJO__federation__ENABLED               = false
    FORGEJO__actions__ENABLED                  = false # it needs runners, and fetches what they run
    FORGEJO__repository__DISABLE_MIGRATIONS    = !var.mirrors
    FORGEJO__mirror__ENABLED                   = var.mirrors
    FORGEJO__webhook__ALLOWED_HOST_LIST        = "external"

    FORGEJO__mailer__ENABLED   = mail != null
    FORGEJO__mailer__PROTOCOL  = mail == null ? null : mail.encryption == "tls" ? "smtps" : mail.encryption == "starttls" ? "smtp+starttls" : "smtp"
    FORGEJO__mailer__SMTP_ADDR = mail == null ? null : mail.host
    FORGEJO__mailer__SMTP_PORT = mail == null ? null : mail.port
    FORGEJO__mailer__USER      = mail == null ? null : mail.user
    FORGEJO__mailer__PASSWD    = mail == null ? null : mail.password
    FORGEJO__mailer__FROM      = mail == null ? null : mail.from
    SSL_CERT_FILE              = chaton.ca_file
  }
  # Forgejo's own command takes a password from its arguments only: this one
  # gives it through the interface for programs. Not tried.
  file "/opt/chatiere/account" {
    content = templatefile("files/account.tmpl", { contact = chaton.contact.email })
    mode    = "0550"
  }
  mount "data" {
    path = "/var/lib/gitea"
  }
  tmpfs      = ["/tmp:128MiB:exec"]
  memory     = "512MiB"
  stop_grace = "30s"
  egress     = var.mirrors ? { fr = "Importe et reflète des dépôts d’ailleurs", en = "Imports and mirrors repositories from elsewhere" } : null
  port "http" {
    number = 3000
  }
  port "ssh" {
    number = 2222
  }
  health {
    http {
      port   = "http"
      path   = "/api/healthz"
      status = 200
    }
    start = "3m"
  }
}

route "web" {
  container  = "app"
  port       = "http"
  body_limit = "512MiB" # a push over HTTPS is one request
  timeout    = "5m"
}

publish "ssh" {
  container = "app"
  port      = "ssh"
}

job "migrate" {
  container = "app"
  command   = ["/usr/local/bin/docker-entrypoint.sh", "/usr/local/bin/forgejo", "migrate"]
  when      = "before"
  timeout   = "15m"
}

job "first" {
  container = "app"
  command   = ["/opt/chatiere/account", "first", "http://${container.app.host}:3000"]
  stdin     = secret.first_password
  when      = "once"
}

privacy {
  purpose     = { fr = "Écrire des logiciels ensemble", en = "Writing software together" }
  legal_basis = "contract"
  data "repositories" {
    subjects   = { fr = "Personnes qui contribuent", en = "People who contribute" }
    categories = { fr = "Code et textes, nom et courriel écrits dans chaque version, tickets et commentaires", en = "Code and texts, name and e-mail address written in each version, issues and comments" }
    retention  = { fr = "Jusqu’à la suppression du dépôt", en = "Until the repository is deleted" }
  }
  data "accounts" {
    subjects   = { fr = "Titulaires de compte", en = "Account holders" }
    categories = { fr = "Nom de compte, courriel, empreinte du mot de passe, clés SSH, préférences, date de dernière connexion", en = "Account name, e-mail address, hash of the password, SSH keys, preferences, date of the last sign-in" }
    retention  = { fr = "Jusqu’à la suppression du compte", en = "Until the account is deleted" }
  }
}

rights {
  export    = { fr = "Chaque dépôt par « git clone --mirror » ; tickets par l’interface de programmation ; sur demande, une archive de tous les dépôts d’une personne.", en = "Each repository by “git clone --mirror”; issues through the API; on request, an archive of all repositories of one person." }
  erase     = { fr = "Par la personne, Configuration, Compte, une fois ses dépôts supprimés ou cédés ; ou sur demande, avec ses dépôts.", en = "By the person, Settings, Account, once their repositories are deleted or handed over; or on request, with their repositories." }
  within    = "30 days"
  formats   = ["application/x-git", "application/json"]
  accepts   = ["application/x-git"]
  elsewhere = ["Gitea", "GitLab", "Codeberg"]
  remains   = { fr = "Le nom et le courriel écrits dans les versions des dépôts des autres ; les sauvegardes, jusqu’à la fin de leur durée de conservation.", en = "Name and e-mail address written in versions of other people’s repositories; the backups, until the end of their retention." }
}

notice {
  fr = "La forge est à ${service.url}. Le compte operator l’administre, mot de passe de départ ${secret.first_password}. Git par SSH passe par le port 2222."
  en = "The forge is at ${service.url}. The account operator administers it, first password ${secret.first_password}. Git over SSH uses port 2222."
}
