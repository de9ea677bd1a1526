package gateway

import (
	"context"
	"net/http"
	"net/url"

	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
)

// IsAbsent says that an answer failed for want of a gateway that runs.
func IsAbsent(err error) bool { return err != nil && isAbsent(err) }

// ReloadCertificates has the gateway read the certificates that were copied
// into its folder again. The routes stay as they are.
func (c *Control) ReloadCertificates(ctx context.Context) error {
	return c.call(ctx, http.MethodPost, "/certificates/reload", new(struct{}))
}

// RetryCertificate has the gateway try again for a name before its date, as far
// as the CA's limits leave it a try. It answers at once: the status tells what
// comes of it.
func (c *Control) RetryCertificate(ctx context.Context, name string) (certificates.Certificate, error) {
	return c.certificate(ctx, "/certificates/retry", name)
}

// ReplaceCertificate has the gateway get a new key and a new certificate for a
// name, at the price of one try. The one that is served stays until then.
func (c *Control) ReplaceCertificate(ctx context.Context, name string) (certificates.Certificate, error) {
	return c.certificate(ctx, "/certificates/replace", name)
}

func (c *Control) certificate(ctx context.Context, path, name string) (certificates.Certificate, error) {
	var certificate certificates.Certificate
	err := c.call(ctx, http.MethodPost, path+"?"+url.Values{"name": {name}}.Encode(), &certificate)
	return certificate, err
}
