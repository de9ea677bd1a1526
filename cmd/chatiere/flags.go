package main

import (
	"errors"
	"os"
	"strings"

	"framagit.org/chatiere/chatiere/installer/locale"
)

// flagValues refuses what the flags of every command cannot mean: a language
// or a folder that is not there would be left aside without a word.
func (a *app) flagValues() error {
	if a.language != "" && !locale.Supported(a.language) {
		return &usageError{errors.New(a.printer.Sayf("There is no language %q; there are fr and en.", a.language))}
	}
	if a.modules == "" {
		return nil
	}
	if info, err := os.Stat(a.modules); err != nil || !info.IsDir() {
		return a.wrongUse(a.printer.Sayf("There is no folder of modules %s.", a.absolute(a.modules)),
			a.printer.Sayf("Give --modules the folder that holds one folder for each module."))
	}
	return nil
}

// flagError says in the operator's language what the flag library found.
func (a *app) flagError(err error) error {
	var named interface {
		GetSpecifiedName() string
		GetSpecifiedShortnames() string
	}
	if !errors.As(err, &named) {
		return errors.New(a.printer.Sayf("An option is not written as it should be: %s", err.Error()))
	}
	option := "--" + named.GetSpecifiedName()
	if letters := named.GetSpecifiedShortnames(); letters != "" {
		option = "-" + letters
	}
	if strings.HasPrefix(err.Error(), "flag needs an argument") {
		return errors.New(a.printer.Sayf("The option %s wants a value.", option))
	}
	return errors.New(a.printer.Sayf("There is no option %s.", option))
}
