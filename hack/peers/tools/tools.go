// SPDX-License-Identifier: Apache-2.0

// Package tools builds our generator and its peers, and knows how each is called for the same job.
package tools

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"path"
	"path/filepath"
)

// Packages of the tools, all pinned by go.mod.
const (
	VersionedGen          = "github.com/stackabletech/operator-go/codegen/cmd/versioned-gen"
	ControllerGen         = "sigs.k8s.io/controller-tools/cmd/controller-gen"
	ApplyConfigurationGen = "k8s.io/code-generator/cmd/applyconfiguration-gen"
	ClientGen             = "k8s.io/code-generator/cmd/client-gen"
	ListerGen             = "k8s.io/code-generator/cmd/lister-gen"
	InformerGen           = "k8s.io/code-generator/cmd/informer-gen"
)

// Built is a folder with programs.
type Built string

// Build builds tools into a folder. The main module must be the one of this package.
func Build(ctx context.Context, dir string, tools ...string) (Built, error) {
	// The trailing slash tells the go command that it is a folder.
	args := append([]string{"build", "-o", dir + string(filepath.Separator)}, tools...)
	if out, err := exec.CommandContext(ctx, "go", args...).CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build %v: %w: %s", tools, err, bytes.TrimSpace(out))
	}
	return Built(dir), nil
}

// Command is one call of a tool.
type Command struct {
	// Tool is the package of the program, Program where it was built, Dir where it runs.
	Tool, Program, Dir string
	Args               []string
}

// Name is the short name of the tool.
func (c Command) Name() string { return path.Base(c.Tool) }

func (b Built) command(dir, tool string, args ...string) Command {
	return Command{Tool: tool, Program: filepath.Join(string(b), path.Base(tool)), Dir: dir, Args: args}
}

// Run runs the command. What it says is in the error, if there is one.
func (c Command) Run(ctx context.Context) error {
	command := exec.CommandContext(ctx, c.Program, c.Args...)
	command.Dir = c.Dir
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", c.Name(), err, bytes.TrimSpace(out))
	}
	return nil
}
