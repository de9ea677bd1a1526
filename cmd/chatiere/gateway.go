package main

import (
	"context"
	"log/slog"
	"net"

	"framagit.org/chatiere/chatiere/installer/gateway"
	"github.com/spf13/cobra"
)

// gatewayOptions are the flags of gateway.
type gatewayOptions struct {
	folder string
	public string
	listen []string
	http   int
	https  int
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
	return command
}

// serve runs until the context ends. Stopping a gateway is not a failure.
func (a *app) serve(ctx context.Context, options gatewayOptions) error {
	issuer, err := gateway.LoadIssuer(options.folder)
	if err != nil {
		return err
	}
	made, err := gateway.New(gateway.Options{
		Folder: options.folder, Public: options.public, HTTPS: options.https, Issuer: issuer,
		Logger: slog.New(slog.NewJSONHandler(a.errors, nil)),
	})
	if err != nil {
		return err
	}
	http, err := listeners(options.listen, options.http)
	if err != nil {
		return err
	}
	https, err := listeners(options.listen, options.https)
	if err != nil {
		return err
	}
	if err := made.Serve(ctx, http, https); err != nil && ctx.Err() == nil {
		return err
	}
	return outcome(exitDone)
}

func listeners(addresses []string, port int) ([]net.Listener, error) {
	if port == 0 {
		return nil, nil
	}
	return gateway.Listen(addresses, port)
}
