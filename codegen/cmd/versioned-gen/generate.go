// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/stackabletech/operator-go/codegen"
	"github.com/stackabletech/operator-go/codegen/crd"
	"github.com/stackabletech/operator-go/codegen/load"
	"github.com/stackabletech/operator-go/codegen/marker"
	"github.com/stackabletech/operator-go/codegen/output"
)

// settings are what the flags of generate and verify say.
type settings struct {
	codegen.Options
	verbose bool
	noStamp bool
	// strict has warnings end a run with exitFault.
	strict bool
}

// about is what the help of a command says that is not of both.
var about = map[string]struct{ text, verbose string }{
	"generate": {
		text: `Writes all files of the packages, and removes those that it wrote before and that are no longer emitted. Files that did
not change are left alone. When anything is wrong with the packages, nothing is written.

Exit codes: 0 all files are as they should be; 1 the packages are at fault, or a file cannot be written; 2 wrong use.
`,
		verbose: "name every file that is written or removed",
	},
	"verify": {
		text: `Writes nothing. Compares the files that are there with those that generate would write, and prints the differences as a
patch: files that differ, that are missing, and that are left over. Give it the arguments of generate; it is meant for CI.
The patch applies, with patch -p1 or git apply, in the root folder of the module, and in the nearest folder above that has
all files where --crds leads out of it.

Exit codes: 0 generate would change nothing; 1 it would, or the packages are at fault; 2 wrong use.
`,
		verbose: "name every file that generate would write or remove",
	},
}

// settingsOf reads the command line.
func settingsOf(command string, args []string, s streams) (settings, error) {
	var o settings
	flags := flag.NewFlagSet(command, flag.ContinueOnError)
	flags.SetOutput(io.Discard) // errors are printed once, in one line, by the caller
	flags.StringVar(&o.CRDs, "crds", "", "the CRDs go into this `folder`, one YAML file each")
	flags.StringVar(&o.Clients, "clients", "", "clientset, listers, informers and apply configurations go below this `folder`;\nall packages of one clientset go in one call")
	flags.StringVar(&o.Header, "header", "", "the text of this `file` stands above every emitted file")
	flags.Func("max-description-length", "cut descriptions in CRDs to this many `bytes`; 0 leaves them out", func(text string) error {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			return errors.New("a number that is not negative is needed")
		}
		o.Schema.MaxDescriptionLength = &n
		return nil
	})
	flags.BoolVar(&o.Schema.EmbeddedObjectMeta, "embedded-object-meta", false, "describe name, namespace, labels, annotations and finalizers of ObjectMeta\ninside of specs, as in volume claim templates, so that they are kept")
	flags.BoolVar(&o.Schema.AllowDangerousTypes, "allow-dangerous-types", false, "allow float32 and float64, which not every language reads alike")
	flags.BoolVar(&o.Schema.IgnoreUnexportedFields, "ignore-unexported-fields", false, "leave out unexported fields instead of asking for their json tag")
	flags.Func("conversion-service", "`namespace/name[:port][/path]` of the conversion webhook in CRDs whose versions differ\n(default default/conversion-webhook:443/convert)", func(text string) error {
		service, err := parseService(text)
		o.CRD.Service = service
		return err
	})
	flags.BoolVar(&o.verbose, "v", false, about[command].verbose)
	flags.BoolVar(&o.noStamp, "force", false, "do all the work even if nothing changed since the last run")
	flags.BoolVar(&o.strict, "fail-on-warnings", false, "exit with 1 if there are warnings, too; what is written or compared is the same")
	packages, err := parse(flags, args)
	if isHelp(err) {
		fmt.Fprintf(s.out, "Usage: versioned-gen %s [flags] PACKAGES...\n\n%s\nFlags:\n", command, about[command].text)
		flags.SetOutput(s.out)
		flags.PrintDefaults()
		return o, err
	}
	if err != nil {
		return o, suggest(err, flags)
	}
	if len(packages) == 0 {
		return o, errors.New("no packages named: write . for the package in this folder")
	}
	o.Patterns = packages
	return o, nil
}

// suggest adds to the error about an unknown flag the one that was probably meant.
func suggest(err error, flags *flag.FlagSet) error {
	_, unknown, ok := strings.Cut(err.Error(), "flag provided but not defined: -")
	if !ok {
		return err
	}
	var names []string
	flags.VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
	if near := marker.Nearest(unknown, names); near != "" {
		return fmt.Errorf("%w, did you mean --%s?", err, near)
	}
	return err
}

// parseService reads namespace/name[:port][/path].
func parseService(text string) (crd.Service, error) {
	namespace, rest, ok := strings.Cut(text, "/")
	if !ok || namespace == "" {
		return crd.Service{}, fmt.Errorf("%q is not namespace/name[:port][/path]", text)
	}
	service := crd.Service{Namespace: namespace}
	rest, path, hasPath := strings.Cut(rest, "/")
	if hasPath {
		service.Path = "/" + path
	}
	name, port, hasPort := strings.Cut(rest, ":")
	service.Name = name
	if hasPort {
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil || n == 0 {
			return crd.Service{}, fmt.Errorf("%q is no port", port)
		}
		service.Port = int32(n)
	}
	if name == "" {
		return crd.Service{}, fmt.Errorf("%q names no service", text)
	}
	return service, nil
}

// generate runs generate and verify, which differ only in where the output goes.
func generate(ctx context.Context, command string, args []string, s streams) int {
	o, err := settingsOf(command, args, s)
	switch {
	case isHelp(err):
		return exitDone
	case err != nil:
		return wrongUse(s, command+": "+strings.ReplaceAll(err.Error(), "\n", " "))
	}
	if o.Dir, err = os.Getwd(); err != nil {
		return fault(s, err)
	}
	memory := memoryOf(command, args, o)
	if report, fresh := memory.Fresh(); fresh && !o.noStamp {
		for _, line := range report {
			fmt.Fprintln(s.err, line)
		}
		return o.ended(report)
	}

	var out output.Output = output.Disk{Waiting: func(folder string) {
		fmt.Fprintf(s.err, "versioned-gen: waiting for another run that is writing in %s\n", relative(o.Dir, folder))
	}}
	if command == "verify" {
		out = output.Compare{Dir: load.ModuleDir(o.Dir)}
	}
	// A stamp that stays is one that says the truth: it is believed only while everything is as it says.
	if err := memory.Forget(); err != nil && o.verbose {
		fmt.Fprintf(s.err, "versioned-gen: the memory of the last run cannot be removed: %v\n", err)
	}
	result, err := codegen.Run(ctx, o.Options, out)
	if err != nil {
		return fault(s, err)
	}
	report := reportOf(result, o.Dir)
	for _, line := range report {
		fmt.Fprintln(s.err, line)
	}
	if result.HasErrors() {
		return exitFault
	}
	switch {
	case o.verbose && command == "verify":
		foretell(result.Output, o.Dir, s.out)
	case o.verbose:
		tell(result.Output, o.Dir, s.out)
	case command == "generate":
		tellRemoved(result.Output, o.Dir, s.out)
	}
	if command == "verify" && result.Output.Differs() {
		fmt.Fprint(s.out, result.Output.Diff)
		differ := "1 file differs"
		if n := result.Output.Changes(); n > 1 {
			differ = fmt.Sprintf("%d files differ", n)
		}
		return fault(s, fmt.Errorf("%s from what generate would write: run versioned-gen generate with the same arguments, or apply the patch in %s",
			differ, folderFrom(o.Dir, result.Output.DiffDir)))
	}
	// What is said of changes is not said again.
	if len(report) > 0 && len(result.Output.Written) > 0 {
		return o.ended(report)
	}
	if err := memory.save(result, report); err != nil && o.verbose {
		fmt.Fprintf(s.err, "versioned-gen: the next run cannot tell that nothing changed: %v\n", err)
	}
	return o.ended(report)
}

// folderFrom names a folder as seen from another one.
func folderFrom(here, folder string) string {
	way, err := filepath.Rel(here, folder)
	switch {
	case err != nil:
		return folder
	case way == ".":
		return "this folder"
	}
	return way
}

// ended is the exit code of a run that has found no errors, and all as it should be.
func (o settings) ended(warnings []string) int {
	if o.strict && len(warnings) > 0 {
		return exitFault
	}
	return exitDone
}

func reportOf(result *codegen.Result, dir string) []string {
	var lines []string
	for _, d := range result.Diagnostics {
		lines = append(lines, d.Format(dir))
	}
	return lines
}

// fault prints an error that is not about a place in the source, and errors that were joined each in its line.
func fault(s streams, err error) int {
	for _, one := range split(err) {
		fmt.Fprintf(s.err, "versioned-gen: %s\n", strings.Join(slices.Collect(strings.FieldsSeq(one.Error())), " "))
	}
	return exitFault
}

// split takes apart what errors.Join has joined, and nothing that has a text of its own.
func split(err error) []error {
	several, ok := err.(interface{ Unwrap() []error })
	if !ok || errors.Join(several.Unwrap()...).Error() != err.Error() {
		return []error{err}
	}
	var all []error
	for _, one := range several.Unwrap() {
		all = append(all, split(one)...)
	}
	return all
}
