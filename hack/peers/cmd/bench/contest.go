// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/stackabletech/operator-go/hack/peers/measure"
	"github.com/stackabletech/operator-go/hack/peers/realapi"
	"github.com/stackabletech/operator-go/hack/peers/tools"
)

// contest is one API in two modules: annotated for our generator, and as it was published for the peers.
type contest struct {
	label        string
	ours, theirs side
	command      tools.Command
	commands     []tools.Command
	// env keeps our stamp out of the user's cache.
	env []string
}

// side is what one of the two generates from and to.
type side struct {
	module *realapi.Module
	// source is the folder with the types.
	source string
	// emitted are the files and folders that are gone when nothing was generated yet.
	emitted func() ([]string, error)
	// edited is the file that gets another field, with its content before.
	edited   string
	original string
}

func newContest(ctx context.Context, dir string, api realapi.API, label, object string, built tools.Built) (*contest, error) {
	c := &contest{label: label, env: []string{"VERSIONED_GEN_CACHE=" + filepath.Join(dir, "cache")}}
	for _, s := range []struct {
		side *side
		name string
		add  func(*realapi.Module) (string, error)
	}{
		{&c.ours, "ours", func(m *realapi.Module) (string, error) { return m.Add(ctx, api, "v1") }},
		{&c.theirs, "theirs", func(m *realapi.Module) (string, error) { return m.AddPlain(ctx, api) }},
	} {
		folder := filepath.Join(dir, s.name)
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return nil, err
		}
		module, err := realapi.NewModule(ctx, folder)
		if err != nil {
			return nil, err
		}
		s.side.module = module
		if s.side.source, err = s.add(module); err != nil {
			return nil, err
		}
		if err := s.side.find(object); err != nil {
			return nil, err
		}
	}
	c.ours.emitted = func() ([]string, error) { return filepath.Glob(filepath.Join(c.ours.source, "*", "zz_generated.*")) }
	c.theirs.emitted = func() ([]string, error) {
		return filepath.Glob(filepath.Join(c.theirs.source, "zz_generated.deepcopy.go"))
	}
	c.command = built.Ours(job(c.ours, "./apis/"+api.Name))
	theirs := job(c.theirs, realapi.ModulePath+"/apis/"+api.Name+"/v1")
	c.commands = append([]tools.Command{built.Definitions(theirs)}, built.Clients(theirs)...)
	return c, nil
}

func job(s side, pkg string) tools.Job {
	return tools.Job{Dir: s.module.Dir, Module: realapi.ModulePath, Packages: []string{pkg}, CRDs: "crds", Clients: "generated"}
}

// find looks for the file that declares a struct.
func (s *side) find(object string) error {
	files, err := filepath.Glob(filepath.Join(s.source, "*.go"))
	if err != nil {
		return err
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if strings.Contains(string(content), opening(object)) {
			s.edited, s.original = file, string(content)
			return nil
		}
	}
	return fmt.Errorf("no file in %s declares %s", s.source, object)
}

func opening(object string) string { return "type " + object + " struct {\n" }

// addField gives the struct a field that it did not have in the run before.
func (s *side) addField(object string, run int) error {
	field := fmt.Sprintf("\t// Run%[1]d is a field.\n\t// +optional\n\tRun%[1]d string `json:\"run%[1]d,omitempty\"`\n", run)
	return os.WriteFile(s.edited, []byte(strings.Replace(s.original, opening(object), opening(object)+field, 1)), 0o644)
}

// clear puts all that was generated aside. It removes nothing: ext4 avoids inodes that were freed a moment ago, and
// searching for others makes creating a file up to twenty times as slow as it is for somebody who generates.
func (s *side) clear() error {
	files, err := s.emitted()
	if err != nil {
		return err
	}
	aside, err := os.MkdirTemp(filepath.Dir(s.module.Dir), "aside")
	if err != nil {
		return err
	}
	for i, path := range append(files, filepath.Join(s.module.Dir, "crds"), filepath.Join(s.module.Dir, "generated")) {
		err := os.Rename(path, filepath.Join(aside, strconv.Itoa(i)))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// runOurs and runTheirs do the whole job once.
func (c *contest) runOurs(ctx context.Context, env ...string) (measure.Sample, error) {
	return measure.Run(ctx, c.command, append(c.env, env...)...)
}

func (c *contest) runTheirs(ctx context.Context) ([]measure.Sample, error) {
	var each []measure.Sample
	for _, command := range c.commands {
		sample, err := measure.Run(ctx, command)
		if err != nil {
			return nil, err
		}
		each = append(each, sample)
	}
	return each, nil
}
