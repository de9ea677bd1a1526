package site

import (
	"net/url"
	"strings"
)

// declareExternal fills in a service that runs elsewhere: everything comes
// from the operator, nothing from a module.
func declareExternal(service *Service, block *ServiceBlock) {
	service.URL = strings.TrimSuffix(block.External.URL, "/")
	if address, err := url.Parse(block.External.URL); err == nil {
		service.Host = ascii(address.Hostname())
	}
	service.Privacy, service.Rights = block.Privacy, block.Rights
	if block.Software != nil {
		service.Software = *block.Software
		service.Title = Text{"fr": block.Software.Name}
	}
}
