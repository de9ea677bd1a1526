package engine

import (
	"context"
	"fmt"
	"slices"
)

// Facts is what a declaration may say of the machine as its engine sees it.
type Facts struct {
	Engine          string // version
	API             string
	OperatingSystem string
	Kernel          string
	Architecture    string
	CPUs            int
	Memory          int64 // bytes
	StorageDriver   string
	DataFolder      string
	UserNamespaces  bool // started with userns-remap
	NoMemoryLimit   bool // the kernel does not enforce limits
}

// Info asks the engine about its machine.
func (e *Engine) Info(ctx context.Context) (Facts, error) {
	information, err := e.docker.Info(ctx)
	if err != nil {
		return Facts{}, fmt.Errorf("ask the engine about its machine: %w", err)
	}
	return Facts{
		Engine: information.ServerVersion, API: e.docker.ClientVersion(),
		OperatingSystem: information.OperatingSystem, Kernel: information.KernelVersion,
		Architecture: information.Architecture, CPUs: information.NCPU, Memory: information.MemTotal,
		StorageDriver: information.Driver, DataFolder: information.DockerRootDir,
		UserNamespaces: slices.Contains(information.SecurityOptions, "name=userns"), NoMemoryLimit: !information.MemoryLimit,
	}, nil
}
