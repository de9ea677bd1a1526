package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"framagit.org/chatiere/chatiere/examples"
	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/disk"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/spf13/cobra"
)

// demoName is the chaton of the demo, and demoDomain where it answers:
// ".localhost" is this machine for every browser (RFC 6761).
const (
	demoName   = "demo"
	demoDomain = "petitchaton.localhost"
	demoSource = "association/chaton.hcl"
)

// demoCommand shows a whole chaton on loopback names, with an own CA.
func (a *app) demoCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "demo",
		Short:   a.printer.Sayf("Show a whole chaton on this machine only: no domain, no question"),
		Example: "  chatiere demo\n  chatiere destroy --name demo --data",
		Args:    a.noArguments,
		RunE:    func(command *cobra.Command, _ []string) error { return a.demo(command.Context()) },
	}
}

// demo puts the association's example in place on loopback names, and says what
// each step took.
func (a *app) demo(ctx context.Context) error {
	if err := a.requireRoot(); err != nil {
		return err
	}
	watch := newStopwatch(a.printer)
	a.folder = a.stateFolder(demoName)
	if err := a.writeDemo(); err != nil {
		return err
	}
	request, err := a.request()
	if err != nil {
		return err
	}
	performed, err := a.performDemo(ctx, request, watch)
	if performed != nil {
		defer performed.Close()
	}
	if err != nil {
		return err
	}
	if err := a.publish(ctx, performed, true); err != nil {
		return err
	}
	watch.lap(a.printer.Sayf("public pages"))
	a.notices(performed)
	if err := a.addresses(request); err != nil {
		return err
	}
	a.sayNext()
	a.say(watch.report())
	return nil
}

// performDemo applies without asking: nothing but the demo's own is touched.
func (a *app) performDemo(ctx context.Context, request installer.Request, watch *stopwatch) (*installer.Prepared, error) {
	prepared, err := installer.Prepare(ctx, request)
	if err != nil {
		return nil, err
	}
	planned := prepared.Plan
	prepared.Close()
	if err := a.agree(ctx, planned, applyOptions{yes: true}); err != nil {
		return nil, err
	}
	watch.lap(a.printer.Sayf("plan"))
	performed, err := a.perform(ctx, request, planned)
	watch.lap(a.printer.Sayf("put in place"))
	return performed, err
}

// sayNext says what to do after the demo, in lines that work as they are.
func (a *app) sayNext() {
	a.say("")
	a.say(a.printer.Sayf("To create an account in the demo: %s", callable()+" account create agenda "+a.demoFlags()))
	a.say(a.printer.Sayf("To remove the demo: %s", callable()+" destroy --name demo --data"+a.stateFlag()))
	a.say(a.printer.Sayf("To make your own chaton: %s", callable()+" init"))
}

// callable is how a person calls this program again: by its name where the
// shell finds it, else by its path, as after `setup.sh demo`.
func callable() string {
	own, err := os.Executable()
	if err != nil {
		return "chatiere"
	}
	if found, err := exec.LookPath("chatiere"); err == nil && found == own {
		return "chatiere"
	}
	return own
}

// demoFlags lead other commands to the demo, whose chaton.hcl is not where the
// operator stands.
func (a *app) demoFlags() string { return "--chdir " + a.folder + a.stateFlag() }

func (a *app) stateFlag() string {
	if a.state == "" {
		return ""
	}
	return " --state " + a.absolute(a.state)
}

// writeDemo writes the demo's chaton.hcl into its state folder once: a second
// demo keeps the ports of the first.
func (a *app) writeDemo() error {
	if _, err := os.Stat(a.path()); err == nil {
		return nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	source, err := fs.ReadFile(examples.Files, demoSource)
	if err != nil {
		return err
	}
	http, https, err := a.freePorts()
	if err != nil {
		return err
	}
	rehearsal, err := site.Rehearse(source, demoName, demoDomain, http, https)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(a.folder, 0o700); err != nil {
		return err
	}
	return disk.Replace(a.path(), rehearsal, 0o644)
}

// freePorts takes the first pair that nobody listens on.
func (a *app) freePorts() (http, https int, err error) {
	for _, pair := range [][2]int{{80, 443}, {8080, 8443}} {
		if free(pair[0]) && free(pair[1]) {
			return pair[0], pair[1], nil
		}
	}
	return 0, 0, &adviceError{
		said:   a.printer.Sayf("Ports 80 and 443 are busy on this machine, and so are 8080 and 8443."),
		advice: a.printer.Sayf("Stop the program that listens on 8080 or 8443, then run the demo again."),
		code:   exitRefused,
	}
}

func free(port int) bool {
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return false
	}
	listener.Close()
	return true
}

// addresses prints where everything answers, with lines that work as they are.
func (a *app) addresses(request installer.Request) error {
	secretless, wrong := site.Resolve(request.Catalog, request.File, site.PlaceholderSecrets{})
	if wrong.HasErrors() {
		return &installer.DiagnosticsError{Diagnostics: wrong}
	}
	home := secretless.URLOf(secretless.SiteHost()) + "/"
	a.result("")
	a.result(a.printer.Sayf("Home page: %s", home))
	for _, service := range secretless.Services {
		if service.External == nil {
			a.result(a.printer.Sayf("%s: %s", service.Title.In(a.printer.Language()), placeOf(service)))
		}
	}
	if secretless.TLS.Issuer != "internal" {
		return nil
	}
	authority := request.State.Authority()
	a.result(a.printer.Sayf("Certificate authority of this machine (to import in the browser): %s", authority))
	a.result("")
	a.result(a.curl(authority, secretless, secretless.SiteHost(), "/"))
	for _, service := range secretless.Services {
		if service.External == nil && len(service.Routes) > 0 {
			a.result(a.curl(authority, secretless, service.Host, "/"))
		}
	}
	a.result(a.curl(authority, secretless, secretless.SiteHost(), "/.well-known/chatonsinfos/"+secretless.Slug+".properties"))
	return nil
}

// placeOf is where people find a service: its page, else its ports.
func placeOf(service *site.Service) string {
	if service.HasPage() {
		return service.URL + "/"
	}
	return strings.Join(service.Entrances(), ", ")
}

// curl is one line to paste. --resolve spares a DNS question, --noproxy a proxy
// that could not reach this machine's loopback.
func (a *app) curl(authority string, s *site.Site, host, path string) string {
	return fmt.Sprintf("curl --cacert %s --noproxy '*' --resolve %s:%d:127.0.0.1 %s%s",
		filepath.Clean(authority), host, s.Gateway.HTTPS, s.URLOf(host), path)
}
