package site

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// Rehearse rewrites a chaton.hcl so that it runs on this machine alone, under
// another name and loopback domain, with its own authority. Comments, order
// and all that is only declared stay as they are.
func Rehearse(source []byte, slug, domain string, http, https int) ([]byte, error) {
	old, diags := Load("chaton.hcl", source)
	if diags.HasErrors() {
		return nil, fmt.Errorf("read the file to rehearse: %w", diags)
	}
	written, diags := hclwrite.ParseConfig(source, "chaton.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		return nil, fmt.Errorf("read the file to rehearse: %w", diags)
	}
	r := rehearsal{old: old, body: written.Body(), slug: slug, domain: domain}
	r.rename()
	r.moveSite()
	for _, service := range old.Services {
		r.moveService(service)
	}
	r.isolate(http, https)
	rewritten := hclwrite.Format(written.Bytes())
	if _, diags := Load("chaton.hcl", rewritten); diags.HasErrors() {
		return nil, fmt.Errorf("rehearse under %q: %w", domain, diags)
	}
	return rewritten, nil
}

type rehearsal struct {
	old    *File
	body   *hclwrite.Body
	slug   string
	domain string
}

// moved puts a name that is under the old domain under the new one.
func (r rehearsal) moved(name string) string {
	was, given := ascii(r.old.Domain), ascii(name)
	if given == was {
		return r.domain
	}
	if before, under := strings.CutSuffix(given, "."+was); under {
		return before + "." + r.domain
	}
	return name
}

func (r rehearsal) rename() {
	chaton := r.body.FirstMatchingBlock("chaton", []string{r.old.Slug})
	chaton.SetLabels([]string{r.slug})
	chaton.Body().SetAttributeValue("domain", cty.StringVal(r.domain))
	for _, person := range r.old.People {
		if len(person.Root) == 0 {
			continue
		}
		var machines []string
		for _, machine := range person.Root {
			if machine == r.old.Slug {
				machine = r.slug
			}
			machines = append(machines, machine)
		}
		block := r.body.FirstMatchingBlock("person", []string{person.ID})
		block.Body().SetAttributeValue("root", listOf(machines))
	}
}

func (r rehearsal) moveSite() {
	block := r.body.FirstMatchingBlock("site", nil)
	if block == nil {
		return
	}
	r.moveHost(block.Body())
	if r.old.Page.Publish != "gateway" {
		block.Body().RemoveAttribute("publish")
		block.Body().RemoveAttribute("folder")
	}
}

func (r rehearsal) moveHost(body *hclwrite.Body) {
	if attribute := body.GetAttribute("host"); attribute != nil {
		name := strings.Trim(strings.TrimSpace(string(attribute.Expr().BuildTokens(nil).Bytes())), `"`)
		body.SetAttributeValue("host", cty.StringVal(r.moved(name)))
	}
}

func (r rehearsal) moveService(service *ServiceBlock) {
	body := r.body.FirstMatchingBlock("service", []string{service.Name}).Body()
	r.moveHost(body)
	if len(service.Aliases) > 0 {
		var aliases []string
		for _, alias := range service.Aliases {
			aliases = append(aliases, r.moved(alias))
		}
		body.SetAttributeValue("aliases", listOf(aliases))
	}
	if len(service.Hosts) > 0 {
		hosts := map[string]cty.Value{}
		for route, host := range service.Hosts {
			hosts[route] = cty.StringVal(r.moved(host))
		}
		body.SetAttributeValue("hosts", object(hosts))
	}
}

// isolate lets nothing leave this machine: its own authority, loopback only,
// and no relay that would send mail to people.
func (r rehearsal) isolate(http, https int) {
	if mail := r.body.FirstMatchingBlock("mail", nil); mail != nil {
		r.body.RemoveBlock(mail)
	}
	tls := r.block("tls")
	for _, nested := range tls.Blocks() {
		tls.RemoveBlock(nested)
	}
	tls.SetAttributeValue("issuer", cty.StringVal("internal"))
	gateway := r.block("gateway")
	gateway.RemoveAttribute("mode")
	gateway.RemoveAttribute("trusted")
	gateway.SetAttributeValue("listen", listOf([]string{"127.0.0.1", "::1"}))
	gateway.SetAttributeValue("http", cty.NumberIntVal(int64(http)))
	gateway.SetAttributeValue("https", cty.NumberIntVal(int64(https)))
}

// block is the body of the only block of that type, appended when there is
// none.
func (r rehearsal) block(kind string) *hclwrite.Body {
	if found := r.body.FirstMatchingBlock(kind, nil); found != nil {
		return found.Body()
	}
	r.body.AppendNewline()
	return r.body.AppendNewBlock(kind, nil).Body()
}
