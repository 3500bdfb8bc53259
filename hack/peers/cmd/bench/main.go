// SPDX-License-Identifier: Apache-2.0

// Command bench measures our generator against controller-gen and code-generator: whole processes, on the APIs of real
// projects, side by side in one run. It prints a table in Markdown, and fails only if a tool fails: how fast a machine
// is says nothing about the code.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/stackabletech/operator-go/hack/peers/realapi"
	"github.com/stackabletech/operator-go/hack/peers/tools"
)

// contestants are the APIs, each with the struct that gets another field.
var contestants = []struct {
	api           realapi.API
	label, object string
}{
	{realapi.Gateway, "Gateway API", "HTTPRouteSpec"},
	{realapi.Monitoring, "prometheus-operator", "ProbeSpec"},
}

func main() {
	runs := flag.Int("runs", 5, "how often each situation is measured")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "Usage: bench [--runs N]\n\nMeasures versioned-gen, controller-gen and code-generator on the same APIs. It takes about ten seconds for each run\nof each situation. Progress goes to stderr, the table to stdout.\n\nFlags:")
		flag.PrintDefaults()
	}
	flag.Parse()
	if *runs < 1 || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := bench(ctx, *runs, os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func bench(ctx context.Context, runs int, out, progress io.Writer) (err error) {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer func() {
		if removed := os.RemoveAll(dir); err == nil {
			err = removed
		}
	}()
	fmt.Fprintln(progress, "build the tools")
	built, err := tools.Build(ctx, filepath.Join(dir, "bin"), tools.VersionedGen, tools.ControllerGen,
		tools.ApplyConfigurationGen, tools.ClientGen, tools.ListerGen, tools.InformerGen)
	if err != nil {
		return err
	}
	var results []result
	for _, one := range contestants {
		c, err := newContest(ctx, filepath.Join(dir, one.api.Name), one.api, one.label, one.object, built)
		if err != nil {
			return err
		}
		outcomes, err := compete(ctx, c, one.object, runs, progress)
		if err != nil {
			return err
		}
		results = append(results, result{c, outcomes})
	}
	facts, err := machine(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Medians of %d runs, %s.\n\n", runs, facts)
	table(out, results)
	return nil
}

// machine says what the figures depend on.
func machine(ctx context.Context) (string, error) {
	args := []string{"list", "-m", "-f", "{{.Path}} {{.Version}}", "sigs.k8s.io/controller-tools", "k8s.io/code-generator"}
	for _, one := range contestants {
		args = append(args, strings.TrimSuffix(strings.TrimSuffix(one.api.Source, "/v1"), "/apis"))
	}
	modules, err := exec.CommandContext(ctx, "go", args...).Output()
	if err != nil {
		return "", fmt.Errorf("go list -m: %w", err)
	}
	versions := strings.ReplaceAll(strings.TrimSpace(string(modules)), "\n", ", ")
	return fmt.Sprintf("%s/%s, %d cores, %s; %s", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), versions), nil
}
