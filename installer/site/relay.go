package site

import (
	"net"
	"strconv"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// The relay's password in the vault. The owner bears a dot, as no service
// does: a service named "mail" may have a secret named "password".
const (
	RelayOwner    = "chaton.mail"
	RelayPassword = "password"
)

// relayValue is `mail`: the chaton's relay as software must be told of it,
// null when there is none. The host keeps its name, which its certificate is
// checked against.
func (r *resolving) relayValue() cty.Value {
	mail := r.file.Mail
	if mail == nil {
		return cty.NullVal(relayType())
	}
	return cty.ObjectVal(map[string]cty.Value{
		"host":       cty.StringVal(ascii(mail.Host)),
		"port":       cty.NumberIntVal(int64(mail.Port)),
		"user":       textOrNull(mail.User),
		"password":   r.relayPassword(),
		"from":       cty.StringVal(mail.From),
		"encryption": cty.StringVal(mail.Encryption),
	})
}

func relayType() cty.Type {
	return cty.Object(map[string]cty.Type{
		"host": cty.String, "port": cty.Number, "user": cty.String,
		"password": cty.String, "from": cty.String, "encryption": cty.String,
	})
}

// relayPassword is null for a relay that knows its clients by their address,
// and unknown until it was given.
func (r *resolving) relayPassword() cty.Value {
	if r.file.Mail.User == "" {
		return cty.NullVal(cty.String)
	}
	if password, given := r.secrets.Given(RelayOwner, RelayPassword); given {
		return cty.StringVal(password)
	}
	return cty.UnknownVal(cty.String)
}

// noticeMail marks what names the relay, and asks once for its password.
func (r *resolving) noticeMail(expression hcl.Expression) {
	if r.file.Mail == nil {
		return
	}
	for _, traversal := range expression.Variables() {
		if traversal.RootName() != "mail" {
			continue
		}
		r.mailNamed = true
		if !r.passwordMiss && !r.relayPassword().IsKnown() {
			r.passwordMiss = true
			r.refuse(r.file.place("mail.user"), say("The password of the relay is not in the vault"),
				say("Run: %s", "chatiere secret set mail password"))
		}
	}
}

// checkRelay refuses a relay that containers could not be led to.
func (r *resolving) checkRelay() {
	mail, gateway := r.file.Mail, r.file.Gateway
	if mail == nil {
		return
	}
	if mail.Host == "localhost" {
		r.refuse(r.file.place("mail.host"), say("In a container %q is the container itself", mail.Host),
			say("Write the full name of the machine that relays, even when it is this one."))
	}
	if mail.Port == gateway.HTTP || mail.Port == gateway.HTTPS {
		r.refuse(r.file.place("mail.port"), say("The gateway already listens on port %s", strconv.Itoa(mail.Port)),
			say("Containers reach the relay at that port of the gateway. Choose another one for the relay or in the gateway block."))
	}
}

func (r *resolving) relayAddress() string {
	return net.JoinHostPort(ascii(r.file.Mail.Host), strconv.Itoa(r.file.Mail.Port))
}
