package site

import "strings"

func (l *loading) readEngine(top *block) {
	l.file.Engine = EngineBlock{Kind: "docker"}
	top.only("engine", func(b *block) {
		l.file.Engine = EngineBlock{
			Kind: orElse(b.string("kind", oneOf("docker", "swarm", "none")), "docker"),
			Pool: b.string("pool", privatePool),
		}
	})
}

func (l *loading) readSource(b *block, name string) {
	b.need("git", "revision")
	if detail, bad := dnsLabel(name); bad {
		l.refuse(b.where, say("Wrong name %q", name), detail)
	}
	l.file.Sources = append(l.file.Sources, &SourceBlock{Source{
		Name: name, Git: b.string("git", gitAddress), Revision: b.string("revision", commit),
	}})
}

// readGateway fills the defaults of the mode; an unwritten `listen` is filled
// in later, since it depends on the issuer.
func (l *loading) readGateway(top *block) {
	l.file.Gateway = GatewayBlock{Mode: "edge", HTTP: 80, HTTPS: 443}
	top.only("gateway", func(b *block) {
		mode, lowest := orElse(b.string("mode", oneOf("edge", "behind", "passthrough", "none")), "edge"), 1
		if mode == "behind" {
			lowest = 0
		}
		gateway := GatewayBlock{
			Mode:    mode,
			Listen:  b.strings("listen", address),
			HTTP:    b.integer("http", 80, 0, 65535),
			HTTPS:   b.integer("https", 443, lowest, 65535),
			Trusted: b.strings("trusted", frontNetwork),
			Metrics: b.integer("metrics", 0, 0, 65535),
		}
		if gateway.HTTP == gateway.HTTPS && gateway.HTTP != 0 {
			l.refuse(b.where, say("http and https are on one port"), say("Give each its own."))
		}
		l.file.Gateway = gateway
	})
}

func (l *loading) readTLS(top *block) {
	top.only("tls", func(b *block) {
		tls := TLSBlock{Issuer: orElse(b.string("issuer", oneOf("letsencrypt", "internal", "acme", "files")), "letsencrypt")}
		b.only("acme", func(acme *block) {
			acme.need("directory")
			tls.Directory = acme.string("directory", secureAddress)
			tls.Staging = acme.string("staging", secureAddress)
			tls.CAFile = acme.string("ca", filled)
			tls.EABKey = acme.string("eab_key", filled)
		})
		b.each("files", 1, func(files *block, name string) {
			tls.Files = append(tls.Files, readCertificate(files, name))
		})
		b.checkIssuer(tls)
		l.file.TLS = tls
	})
}

func readCertificate(b *block, name string) CertificateFiles {
	b.need("certificate", "key")
	if detail, bad := hostName(strings.TrimPrefix(name, wildcard)); bad {
		b.refuse(b.where, say("Wrong name %q", name), detail)
	}
	return CertificateFiles{Name: name, Certificate: b.string("certificate", absolute), Key: b.string("key", absolute)}
}

func (b *block) checkIssuer(tls TLSBlock) {
	switch {
	case tls.Issuer == "acme" && tls.Directory == "":
		b.refuse(b.where, say("The issuer %q needs a block %q", "acme", "acme"), say("Write: acme { directory = \"https://…\" }"))
	case tls.Issuer != "acme" && tls.Directory != "":
		b.refuse(b.where, say("The block %q is for the issuer %q only", "acme", "acme"), say("Change the issuer or remove the block."))
	}
	switch {
	case tls.Issuer == "files" && len(tls.Files) == 0:
		b.refuse(b.where, say("The issuer %q needs a block %q", "files", "files"), say("Write: files \"name\" { certificate = \"/…\" key = \"/…\" }, each attribute on its own line."))
	case tls.Issuer != "files" && len(tls.Files) > 0:
		b.refuse(b.where, say("The block %q is for the issuer %q only", "files", "files"), say("Change the issuer or remove the block."))
	}
}

func (l *loading) readMail(b *block) {
	b.need("host", "port", "from")
	l.file.Mail = &Mail{
		Host:       b.string("host", hostName),
		Port:       b.integer("port", 465, 1, 65535),
		Encryption: orElse(b.string("encryption", oneOf("tls", "starttls", "none")), "tls"),
		User:       b.string("user", filled),
		From:       b.string("from", emailAddress),
	}
}

func (l *loading) readAlert(b *block) {
	l.file.Alert = &Alert{
		Email: b.strings("email", emailAddress),
		Ntfy:  b.string("ntfy", webAddress),
	}
}

func absolute(value string) (sentence, bool) {
	if value == "" || value[0] != '/' {
		return wrong(say("Write the full path, from / on."))
	}
	return right()
}
