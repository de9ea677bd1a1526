publish "xmpp" {
  container         = "app"
  port              = "c2s"
  certificate       = "/etc/app/tls"
  certificate_hosts = [chaton.domain, fqdn("salons")]
  reload            = ["prosodyctl", "reload"]
}

publish "media" {
  container = "app"
  ports     = "40000-40019"
  protocols = ["udp"]
}
