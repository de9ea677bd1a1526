package main

import (
	"context"
	"log/slog"

	"framagit.org/chatiere/chatiere/installer/gateway"
	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/gateway/front"
	"github.com/spf13/cobra"
)

// gatewayOptions are the flags of gateway.
type gatewayOptions struct {
	folder string
	public string
	listen []string
	http   int
	https  int

	mode    string
	trusted []string
	metrics int
}

// gatewayCommand is what runs in the gateway's container.
func (a *app) gatewayCommand() *cobra.Command {
	var options gatewayOptions
	command := &cobra.Command{
		Use:     "gateway",
		Short:   a.printer.Sayf("Serve the routes of a chaton (in its container; apply starts it)"),
		Example: "  chatiere gateway --folder /gateway --public /public --listen 0.0.0.0",
		Args:    a.noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return a.serve(command.Context(), options)
		},
	}
	flags := command.Flags()
	flags.StringVar(&options.folder, "folder", "/gateway", a.printer.Sayf("`FOLDER` of routes and certificates"))
	flags.StringVar(&options.public, "public", "", a.printer.Sayf("`FOLDER` of the public pages"))
	flags.StringSliceVar(&options.listen, "listen", []string{"0.0.0.0", "::"}, a.printer.Sayf("`ADDRESSES` to listen on"))
	flags.IntVar(&options.http, "http", 80, a.printer.Sayf("`PORT` of HTTP; 0: none"))
	flags.IntVar(&options.https, "https", 443, a.printer.Sayf("`PORT` of HTTPS"))
	flags.IntVar(&options.metrics, "metrics", 0, a.printer.Sayf("`PORT` of metrics on 127.0.0.1; 0: none"))
	flags.StringVar(&options.mode, "mode", string(gateway.Edge), a.printer.Sayf("`MODE`: edge, behind or passthrough"))
	flags.StringSliceVar(&options.trusted, "trusted", nil, a.printer.Sayf("`RANGES` of addresses of the proxy in front"))
	return command
}

// secure says where visitors come over TLS, where the gateway listens for it,
// and where it answers containers only.
func (o gatewayOptions) secure() (visitors, listened, containers int) {
	const standard = 443
	switch gateway.Mode(o.mode) {
	case gateway.Behind:
		return standard, 0, o.https
	case gateway.Passthrough:
		return standard, o.https, 0
	}
	return o.https, o.https, 0
}

// serve runs until the context ends. Stopping a gateway is not a failure.
func (a *app) serve(ctx context.Context, options gatewayOptions) error {
	issuer, err := certificates.LoadIssuer(options.folder)
	if err != nil {
		return err
	}
	trusted, err := front.ParseTrusted(options.trusted)
	if err != nil {
		return err
	}
	spendMemory()
	visitors, listened, containers := options.secure()
	settings := gateway.Options{
		Folder: options.folder, Public: options.public, HTTPS: visitors, Issuer: issuer,
		Mode: gateway.Mode(options.mode), Trusted: trusted, Containers: containers,
		Logger:    slog.New(slog.NewJSONHandler(a.errors, nil)),
		Metrics:   options.metrics,
		Preflight: orderPreflight(options.folder, issuer),
	}
	places := gateway.Places{Addresses: options.listen, HTTP: options.http, HTTPS: listened}
	if err := gateway.Run(ctx, settings, places); err != nil && ctx.Err() == nil {
		return err
	}
	return outcome(exitDone)
}
