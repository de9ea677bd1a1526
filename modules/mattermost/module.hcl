# Written from Mattermost's documentation (August 2026) and build files. Not
# tried: no registry was reachable.
#
# The edition matters: mattermost-enterprise-edition, which the project's own
# example takes, is proprietary.
module "mattermost" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Messagerie d’équipe", en = "Team chat" }
  summary = {
    fr = "Des canaux et des fils pour s’organiser à plusieurs."
    en = "Channels and threads to organise together."
  }
  category = "chat"
  replaces = ["Slack", "Microsoft Teams", "Discord"]
  open_to  = ["members"]
}

software {
  name    = "Mattermost"
  version = "11.7.11" # the line with extended support
  website = "https://mattermost.com/"
  source  = "https://github.com/mattermost/mattermost"
  license = "MIT" # of the compiled team edition
}

variable "title" {
  type    = string
  default = substr(chaton.name, 0, 30)
  label   = { fr = "Titre affiché, 30 signes au plus", en = "Displayed title, 30 characters at most" }
  validation {
    condition = strlen(var.title) <= 30
    message   = { fr = "30 signes au plus.", en = "30 characters at most." }
  }
}

variable "registration" {
  type    = bool
  default = false
  label   = { fr = "Chacun peut se créer un compte", en = "Anybody can make an account" }
  help = {
    fr = "Sans cela, on entre par un lien d’invitation ou par un compte que l’équipe crée. Cette édition est faite pour 250 comptes ouverts au plus."
    en = "Otherwise people come in by an invitation link or with an account that the team makes. This edition is made for 250 open accounts at most."
  }
}

secret "first_password" {
  length = 24
  reveal = true
  label  = { fr = "Mot de passe de départ du compte admin", en = "First password of the account admin" }
}

database "postgresql" {
  version = "17"
}

volume "data" {
  backup      = true
  description = { fr = "Fichiers et images des conversations", en = "Files and pictures of the conversations" }
}

container "app" {
  image = "docker.io/mattermost/mattermost-team-edition:11.7.11"
  user  = "2000:2000"
  env = {
    MM_SQLSETTINGS_DRIVERNAME = "postgres"
    MM_SQLSETTINGS_DATASOURCE = "postgres://${database.postgresql.user}:${database.postgresql.password}@${database.postgresql.host}:${database.postgresql.port}/${database.postgresql.name}?sslmode=disable&connect_timeout=10"

    # What administrators set in the pages is kept in the database too; what
    # stands here comes first.
    MM_CONFIG = "postgres://${database.postgresql.user}:${database.postgresql.password}@${database.postgresql.host}:${database.postgresql.port}/${database.postgresql.name}?sslmode=disable&connect_timeout=10"

    MM_SERVICESETTINGS_SITEURL                  = service.url
    MM_SERVICESETTINGS_LISTENADDRESS            = ":8065"
    MM_SERVICESETTINGS_ENABLELOCALMODE          = true
    MM_SERVICESETTINGS_LOCALMODESOCKETLOCATION  = "/tmp/mattermost.socket"
    MM_SERVICESETTINGS_ENABLEAPIUSERDELETION    = true
    MM_SERVICESETTINGS_ENABLEONBOARDINGFLOW     = false
    MM_SERVICESETTINGS_ENABLETUTORIAL           = false
    MM_TEAMSETTINGS_SITENAME                    = var.title
    MM_TEAMSETTINGS_ENABLEOPENSERVER            = var.registration
    MM_LOCALIZATIONSETTINGS_DEFAULTCLIENTLOCALE = chaton.language
    MM_LOCALIZATIONSETTINGS_DEFAULTSERVERLOCALE = chaton.language
    MM_FILESETTINGS_DIRECTORY                   = "/mattermost/data/"
    MM_FILESETTINGS_MAXFILESIZE                 = bytes("100MiB")
    MM_LOGSETTINGS_ENABLEFILE                   = false
    MM_LOGSETTINGS_CONSOLELEVEL                 = "WARN"
    MM_PRIVACYSETTINGS_SHOWEMAILADDRESS         = false
    MMCTL_LOCAL                                 = "true"
    MMCTL_LOCAL_SOCKET_PATH                     = "/tmp/mattermost.socket"
    XDG_CONFIG_HOME                             = "/tmp"
    SSL_CERT_FILE                               = chaton.ca_file

    # Nobody else is asked or told: reports, errors, alerts, notices, plugins and
    # their market, previews of links, animated pictures, push through Mattermost,
    # Apple and Google.
    MM_LOGSETTINGS_ENABLEDIAGNOSTICS              = false
    MM_LOGSETTINGS_ENABLESENTRY                   = false
    MM_SERVICESETTINGS_ENABLESECURITYFIXALERT     = false
    MM_ANNOUNCEMENTSETTINGS_ADMINNOTICESENABLED   = false
    MM_ANNOUNCEMENTSETTINGS_USERNOTICESENABLED    = false
    MM_PLUGINSETTINGS_ENABLE                      = false
    MM_PLUGINSETTINGS_ENABLEMARKETPLACE           = false
    MM_PLUGINSETTINGS_ENABLEREMOTEMARKETPLACE     = false
    MM_PLUGINSETTINGS_AUTOMATICPREPACKAGEDPLUGINS = false
    MM_SERVICESETTINGS_ENABLELINKPREVIEWS         = false
    MM_SERVICESETTINGS_ENABLEGIFPICKER            = false
    MM_EMAILSETTINGS_SENDPUSHNOTIFICATIONS        = false

    # The links that the pages show.
    MM_SUPPORTSETTINGS_TERMSOFSERVICELINK = page.terms.url
    MM_SUPPORTSETTINGS_PRIVACYPOLICYLINK  = page.privacy.url
    MM_SUPPORTSETTINGS_ABOUTLINK          = page.legal.url
    MM_SUPPORTSETTINGS_HELPLINK           = page.help.url
    MM_SUPPORTSETTINGS_REPORTAPROBLEMLINK = page.contact.url
    MM_SUPPORTSETTINGS_SUPPORTEMAIL       = chaton.contact.email

    MM_EMAILSETTINGS_SENDEMAILNOTIFICATIONS   = mail != null
    MM_EMAILSETTINGS_REQUIREEMAILVERIFICATION = mail != null && var.registration
    MM_EMAILSETTINGS_ENABLEPREVIEWMODEBANNER  = false
    MM_EMAILSETTINGS_SMTPSERVER               = mail == null ? null : mail.host
    MM_EMAILSETTINGS_SMTPPORT                 = mail == null ? null : mail.port
    MM_EMAILSETTINGS_SMTPUSERNAME             = mail == null ? null : mail.user
    MM_EMAILSETTINGS_SMTPPASSWORD             = mail == null ? null : mail.password
    MM_EMAILSETTINGS_ENABLESMTPAUTH           = mail == null ? null : mail.user != null
    MM_EMAILSETTINGS_CONNECTIONSECURITY       = mail == null ? null : mail.encryption == "tls" ? "TLS" : mail.encryption == "starttls" ? "STARTTLS" : ""
    MM_EMAILSETTINGS_FEEDBACKEMAIL            = mail == null ? null : mail.from
    MM_EMAILSETTINGS_REPLYTOADDRESS           = mail == null ? null : mail.from
  }
  file "/opt/chatiere/first.jsonl" {
    content = join("\n", [
      jsonencode({ type = "version", version = 1 }),
      jsonencode({ type = "user", user = { username = "admin", email = chaton.contact.email, password = secret.first_password, roles = "system_user system_admin" } }),
      "",
    ])
  }
  mount "data" {
    path = "/mattermost/data"
  }
  # Folders that the image keeps for itself. Not tried: that it needs no other.
  tmpfs      = ["/tmp:128MiB", "/mattermost/config:4MiB", "/mattermost/logs:8MiB", "/mattermost/plugins:8MiB", "/mattermost/client/plugins:8MiB"]
  memory     = "1GiB"
  update     = "replace"
  stop_grace = "30s"
  port "http" {
    number = 8065
  }
  health {
    http {
      port   = "http"
      path   = "/api/v4/system/ping"
      status = 200
    }
    start = "5m"
  }
}

route "web" {
  container  = "app"
  port       = "http"
  body_limit = "110MiB"
}

# Not tried: that the tables of the configuration need nothing more at the
# very first run.
job "migrate" {
  container = "app"
  command   = ["/mattermost/bin/mattermost", "db", "migrate"]
  when      = "before"
  timeout   = "30m"
}

# Without a first account, whoever signs up first would administer.
job "first" {
  container = "app"
  command   = ["/mattermost/bin/mattermost", "import", "bulk", "/opt/chatiere/first.jsonl", "--apply"]
  when      = "once"
}

privacy {
  purpose     = { fr = "S’organiser et s’écrire à plusieurs", en = "Organising and writing together" }
  legal_basis = "contract"
  data "messages" {
    subjects   = { fr = "Personnes qui écrivent, personnes citées", en = "People who write, people who are mentioned" }
    categories = { fr = "Messages et fichiers, lisibles par le serveur, dates, réactions", en = "Messages and files, readable by the server, dates, reactions" }
    retention  = { fr = "Jusqu’à la suppression du message, du canal ou du compte", en = "Until the message, the channel or the account is deleted" }
  }
  data "accounts" {
    subjects   = { fr = "Titulaires de compte", en = "Account holders" }
    categories = { fr = "Nom de compte, courriel, empreinte du mot de passe, préférences, dernière présence", en = "Account name, e-mail address, hash of the password, preferences, last presence" }
    retention  = { fr = "Jusqu’à l’effacement du compte", en = "Until the account is erased" }
  }
  # Known from the server's tables, for how long is not: sessions and the audit
  # of an account name the address, which is why nothing is claimed here.
}

rights {
  export    = { fr = "Par l’interface de programmation, canal par canal ; ou sur demande.", en = "Through the API, channel by channel; or on request." }
  erase     = { fr = "Sur demande : le compte et tous ses messages.", en = "On request: the account and all its messages." }
  within    = "30 days"
  formats   = ["application/json"]
  accepts   = ["application/json"]
  elsewhere = ["Matrix", "Zulip", "Rocket.Chat"]
  remains   = { fr = "Les mots des autres où la personne est citée ; les sauvegardes, jusqu’à la fin de leur durée de conservation.", en = "Other people’s words that mention the person; the backups, until the end of their retention." }
}

notice {
  fr = "La messagerie est à ${service.url}. Le compte admin a pour mot de passe de départ ${secret.first_password}"
  en = "The chat is at ${service.url}. The account admin has the first password ${secret.first_password}"
}
