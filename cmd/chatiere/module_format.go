package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"framagit.org/chatiere/chatiere/installer/disk"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/spf13/cobra"
)

// moduleFormatCommand lays HCL out as everybody's.
func (a *app) moduleFormatCommand() *cobra.Command {
	var check bool
	command := &cobra.Command{
		Use:     "fmt [" + a.printer.Sayf("FOLDER") + "]...",
		Short:   a.printer.Sayf("Lay out the HCL files of modules: spaces and alignment, nothing else"),
		Example: "  chatiere module fmt ./mon-module\n  chatiere module fmt --check",
		Args:    anyArguments,
		RunE:    func(_ *cobra.Command, words []string) error { return a.moduleFormat(words, check) },
	}
	command.Flags().BoolVar(&check, "check", false, a.printer.Sayf("name the files that are not laid out, and write nothing (exit code 2)"))
	return command
}

// moduleFormat goes through folders; without one, that of --modules or this one.
func (a *app) moduleFormat(folders []string, check bool) error {
	if len(folders) == 0 {
		folders = []string{"."}
		if a.modules != "" {
			folders = []string{a.modules}
		}
	}
	var unlaid []string
	for _, folder := range folders {
		found, err := a.unlaid(folder)
		if err != nil {
			return err
		}
		unlaid = append(unlaid, found...)
	}
	for _, name := range unlaid {
		if !check {
			if err := layOut(name); err != nil {
				return err
			}
		}
		a.result(name)
	}
	if check && len(unlaid) > 0 {
		return outcome(exitPending)
	}
	return nil
}

// unlaid are the HCL files below a folder whose layout differs. What cannot be
// read as HCL is left to validate, which says where.
func (a *app) unlaid(folder string) (names []string, err error) {
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, a.wrongUse(a.printer.Sayf("There is no folder %s.", a.absolute(folder)), "")
	}
	err = filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || !strings.HasSuffix(name, ".hcl") {
			return err
		}
		source, err := os.ReadFile(name)
		if err == nil && !bytes.Equal(source, laidOut(source)) {
			names = append(names, name)
		}
		return err
	})
	return names, err
}

// laidOut is the source itself where it is no HCL: the tokens of a broken file
// say little about what was meant.
func laidOut(source []byte) []byte {
	if _, wrong := hclsyntax.LexConfig(source, "", hcl.InitialPos); wrong.HasErrors() {
		return source
	}
	return hclwrite.Format(source)
}

func layOut(name string) error {
	source, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	return disk.Replace(name, laidOut(source), info.Mode().Perm())
}
