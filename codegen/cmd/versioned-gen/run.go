// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"

	"github.com/stackabletech/operator-go/codegen/marker"
)

// Exit codes. They are part of the command's contract.
const (
	exitDone  = 0
	exitFault = 1
	exitUsage = 2
)

// streams are where the command writes.
type streams struct {
	out, err io.Writer
}

const usage = `versioned-gen turns annotated Go packages into versioned Kubernetes APIs.

One Go package shows the latest shape of an API, and markers say how it came to be. From it come a Go package per
version, one multi-version CRD per kind, and typed clients.

Usage:
  versioned-gen generate [flags] PACKAGES...   write all files; files that did not change are left alone
  versioned-gen verify   [flags] PACKAGES...   write nothing; print a diff and exit with 1 if generate would change something
  versioned-gen explain  [MARKER]              describe the markers
  versioned-gen version                        print the version

PACKAGES are folders (., ./apis/person), trees (./apis/...) or import paths. Relative folders, also those of flags, are
relative to where the command runs. In a Go file of the API package:

  //go:generate go tool versioned-gen generate --crds ../../crds --clients ../../generated .

A run with nothing to do ends at once: hashes of what the last one read and wrote are kept in the user's cache folder.
VERSIONED_GEN_CACHE names another folder, "off" does without, and --force does all the work.

Exit codes: 0 done; 1 the input or the result is at fault; 2 wrong use.
Run "versioned-gen generate --help" for the flags.
`

// run executes the command and returns its exit code.
func run(ctx context.Context, args []string, s streams) int {
	if len(args) == 0 {
		fmt.Fprint(s.err, usage)
		return exitUsage
	}
	switch command, rest := args[0], args[1:]; command {
	case "generate", "verify":
		return generate(ctx, command, rest, s)
	case "explain":
		return explain(rest, s)
	case "version", "--version", "-version":
		fmt.Fprintln(s.out, version())
		return exitDone
	case "help", "--help", "-help", "-h":
		if len(rest) == 1 && slices.Contains([]string{"generate", "verify", "explain"}, rest[0]) {
			return run(ctx, []string{rest[0], "--help"}, s)
		}
		fmt.Fprint(s.out, usage)
		return exitDone
	default:
		message := fmt.Sprintf("unknown command %q", command)
		if near := marker.Nearest(command, []string{"generate", "verify", "explain", "version"}); near != "" {
			message += ", did you mean " + near + "?"
		}
		return wrongUse(s, message)
	}
}

// wrongUse prints one line that says what is wrong and where help is.
func wrongUse(s streams, message string) int {
	fmt.Fprintf(s.err, "versioned-gen: %s (see versioned-gen --help)\n", message)
	return exitUsage
}

// version is the module version that the command was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "versioned-gen (devel)"
	}
	return "versioned-gen " + info.Main.Version
}

// parse reads flags wherever they stand among the arguments, and returns the other arguments.
func parse(flags *flag.FlagSet, args []string) ([]string, error) {
	var positional []string
	for {
		if err := flags.Parse(args); err != nil {
			return nil, err
		}
		rest := flags.Args()
		if len(rest) == 0 {
			return positional, nil
		}
		if len(args) > len(rest) && args[len(args)-len(rest)-1] == "--" {
			return append(positional, rest...), nil
		}
		positional, args = append(positional, rest[0]), rest[1:]
	}
}

// isTerminal reports whether a stream is a terminal that shows colours.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" || slices.Contains([]string{"", "dumb"}, os.Getenv("TERM")) {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// isHelp reports whether the flags asked for help.
func isHelp(err error) bool { return errors.Is(err, flag.ErrHelp) }
