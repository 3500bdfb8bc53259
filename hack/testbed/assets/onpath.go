// SPDX-License-Identifier: Apache-2.0

package assets

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// notOnPath copies programs of the wanted version from PATH into the folder, and returns those that it did not find.
// They are copied, not linked to: the folder is for one version, and what is on PATH may be upgraded tomorrow.
func (b *Builder) notOnPath(ctx context.Context, binaries []Binary) ([]Binary, error) {
	var others []Binary
	for _, binary := range binaries {
		file, err := exec.LookPath(binary.Name)
		if err != nil {
			others = append(others, binary)
			continue
		}
		want, err := b.pinned(binary)
		if err != nil {
			return nil, err
		}
		got, err := versionOf(ctx, file, binary.Version)
		if err == nil && minor(got) != minor(want) {
			err = fmt.Errorf("it is of version %s, not %s", got, minor(want))
		}
		if err != nil {
			fmt.Fprintf(b.Progress, "%s: %s is not used: %v\n", binary.Name, file, err)
			others = append(others, binary)
			continue
		}
		if err := b.install(ctx, binary, func(out string) error { return copyProgram(file, out) }); err != nil {
			return nil, fmt.Errorf("take %s: %w", file, err)
		}
		fmt.Fprintf(b.Progress, "%s: taken from %s, which is of version %s\n", binary.Name, file, got)
	}
	return others, nil
}

// pinned returns the version of a program's module that its go.mod requires.
func (b *Builder) pinned(binary Binary) (string, error) {
	file := filepath.Join(b.Modules, binary.Module, "go.mod")
	content, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(string(content)) {
		words := strings.Fields(strings.TrimPrefix(line, "require "))
		if len(words) >= 2 && strings.HasPrefix(binary.Package+"/", words[0]+"/") && release.MatchString(words[1]) {
			return strings.TrimPrefix(words[1], "v"), nil
		}
	}
	return "", fmt.Errorf("%s does not require the module of %s", file, binary.Package)
}

// versionTimeout is long for saying a version, and short for a program that does something else.
const versionTimeout = 20 * time.Second

// release is a version in what a program says: 1.37.2, with what vendors and previews append.
var release = regexp.MustCompile(`\bv?(\d+\.\d+\.\d+[-+.\w]*)`)

// preview is a version before the release whose number it has.
var preview = regexp.MustCompile(`-(alpha|beta|rc)\b`)

// versionOf asks a program for its version.
func versionOf(ctx context.Context, file string, args []string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, versionTimeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, file, args...)
	// A child that outlives the program must not hold its output open.
	cmd.WaitDelay = time.Second
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("it does not say its version: %w", err)
	}
	found := release.FindStringSubmatch(string(out))
	if found == nil {
		return "", errors.New("it does not say its version")
	}
	return found[1], nil
}

// minor returns the part of a version that has to be the same. Previews of a version are not of that version.
func minor(version string) string {
	if preview.MatchString(version) {
		return version
	}
	numbers := strings.SplitN(version, ".", 3)
	return strings.Join(numbers[:2], ".") + ".x"
}

func copyProgram(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o755)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
