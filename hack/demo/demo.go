// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/stackabletech/operator-go/hack/cluster"
)

//go:embed api/person.go.txt
var personSource string

//go:embed api/client.go.txt
var clientSource string

// demo is one run.
type demo struct {
	// root is the checkout, dir the module that the demo works in.
	root, dir string
}

func run(ctx context.Context) error {
	_, file, _, _ := runtime.Caller(0)
	dir, err := os.MkdirTemp("", "operator-go-demo-")
	if err != nil {
		return err
	}
	// An interrupt in its first moments keeps a go command from removing its folder; it goes with the demo's.
	if err := errors.Join(os.Mkdir(filepath.Join(dir, "tmp"), 0o755), os.Setenv("GOTMPDIR", filepath.Join(dir, "tmp"))); err != nil {
		return errors.Join(err, os.RemoveAll(dir))
	}
	d := &demo{root: filepath.Join(filepath.Dir(file), "..", ".."), dir: dir}
	err = d.show(ctx)
	if ctx.Err() != nil {
		// How programs end that are interrupted is no news.
		err = fmt.Errorf("ended early: %w", context.Cause(ctx))
	}
	if err := errors.Join(err, os.RemoveAll(dir)); err != nil {
		return err
	}
	title("Done: everything that was started or written is removed, but for the caches of Go and of the testbed")
	return nil
}

// show does everything, and leaves nothing but the folder.
func (d *demo) show(ctx context.Context) (err error) {
	say(`This shows the main job of operator-go: one annotated Go package becomes API versions, a CRD and typed clients, which
then work against a real API server. It takes a minute or two; the first time it also builds Kubernetes, in about ten.
Ctrl-C ends it at any time. It works in %s and removes that in the end.`, d.dir)
	for _, step := range []func(context.Context) error{d.source, d.generate, d.versions} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	title("A real API server, with its etcd, started as plain processes")
	server, err := cluster.StartContext(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	if server.Server == "" {
		say("USE_EXISTING_CLUSTER is true: this is the cluster of %s", server.Kubeconfig)
		// Not even an interrupt is a reason to leave something in somebody's cluster.
		defer func() {
			err = errors.Join(err, d.kubectl(context.WithoutCancel(ctx), server, "delete", "--ignore-not-found", "-f", "crds"))
		}()
	} else {
		say("kube-apiserver %s is ready at %s", server.Version, server.Server)
	}
	return d.use(ctx, server)
}

// source writes the module of an operator author.
func (d *demo) source(ctx context.Context) error {
	title("One annotated package, apis/person/person.go: the latest shape, and how it came to be")
	for line := range strings.Lines(personSource) {
		fmt.Print("    ", line)
	}
	mod, err := os.ReadFile(filepath.Join(d.root, "go.mod"))
	if err != nil {
		return err
	}
	sum, err := os.ReadFile(filepath.Join(d.root, "go.sum"))
	if err != nil {
		return err
	}
	_, requirements, _ := strings.Cut(string(mod), "\n")
	return errors.Join(
		d.write("go.mod", "module demo.example.com/operator\n"+requirements),
		d.write("go.sum", string(sum)),
		d.write("apis/person/person.go", personSource),
		d.write("cmd/client/main.go", clientSource),
		ctx.Err(),
	)
}

func (d *demo) write(name, content string) error {
	path := filepath.Join(d.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(content), 0o644)
}

// generate runs the generator as go generate would.
func (d *demo) generate(ctx context.Context) error {
	title("All that is generated comes from one call")
	tool := filepath.Join(d.dir, "versioned-gen")
	if err := d.command(ctx, d.root, "go", "build", "-o", tool, "./codegen/cmd/versioned-gen").Run(); err != nil {
		return fmt.Errorf("build versioned-gen: %w", err)
	}
	start := time.Now()
	args := []string{"generate", "--crds", "crds", "--clients", "generated", "./apis/person"}
	say("$ versioned-gen %s", strings.Join(args, " "))
	cmd := d.command(ctx, d.dir, tool, args...)
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("versioned-gen: %w", err)
	}
	took := time.Since(start)
	files := 0
	err := filepath.WalkDir(d.dir, func(path string, entry fs.DirEntry, err error) error {
		name, _ := filepath.Rel(d.dir, path)
		if err == nil && !entry.IsDir() && (strings.Contains(name, "zz_generated") || strings.HasPrefix(name, "crds") || strings.HasPrefix(name, "generated")) {
			files++
			if !strings.HasPrefix(name, "generated") {
				say("wrote %s", name)
			}
		}
		return err
	})
	say("wrote generated/: clientset, listers, informers and apply configurations\n%d files in all, in %s", files, took.Round(10*time.Millisecond))
	return err
}

// versions shows how one declaration looks in each version.
func (d *demo) versions(context.Context) error {
	title("The same spec in each version: names, fields and the CEL rule follow the history")
	for _, version := range []string{"v1alpha1", "v1beta1", "v1"} {
		content, err := os.ReadFile(filepath.Join(d.dir, "apis/person", version, "zz_generated.versioned.types.go"))
		if err != nil {
			return err
		}
		_, after, _ := strings.Cut(string(content), "// PersonSpec is")
		declaration, _, _ := strings.Cut(after, "\n}\n")
		say("%s:", version)
		for line := range strings.Lines("// PersonSpec is" + declaration + "\n}\n") {
			fmt.Print("    ", line)
		}
	}
	return nil
}

// use applies the CRD and works with it.
func (d *demo) use(ctx context.Context, server *cluster.Cluster) error {
	title("The CRD is applied, and becomes established")
	for _, args := range [][]string{
		{"apply", "--server-side", "-f", "crds"},
		{"wait", "--for=condition=Established", "--timeout=60s", "crd/people.demo.example.com"},
	} {
		if err := d.kubectl(ctx, server, args...); err != nil {
			return err
		}
	}
	title("A program with the typed clients that were written above (the first time, it compiles for a minute)")
	binary := filepath.Join(d.dir, "client")
	say("$ go build ./cmd/client && ./client")
	build := d.command(ctx, d.dir, "go", "build", "-o", binary, "./cmd/client")
	build.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	if err := build.Run(); err != nil {
		return fmt.Errorf("build the typed client: %w", err)
	}
	client := d.command(ctx, d.dir, binary)
	client.Env = append(os.Environ(), "KUBECONFIG="+server.Kubeconfig)
	if err := client.Run(); err != nil {
		return fmt.Errorf("the typed client: %w", err)
	}
	title("kubectl shows the printer columns, and scales")
	for _, args := range [][]string{
		{"get", "people"},
		{"scale", "person/ann", "--replicas=5"},
		{"get", "pp", "ann"},
	} {
		if err := d.kubectl(ctx, server, args...); err != nil {
			return err
		}
	}
	return nil
}

// kubectl runs kubectl before the eyes of people.
func (d *demo) kubectl(ctx context.Context, server *cluster.Cluster, args ...string) error {
	say("$ kubectl %s", strings.Join(args, " "))
	cmd := d.command(ctx, d.dir, server.Kubectl(), args...)
	cmd.Env = append(os.Environ(), "KUBECONFIG="+server.Kubeconfig)
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("kubectl %s: %w", args[0], err)
	}
	return nil
}

// command prepares a program whose output people see.
func (d *demo) command(ctx context.Context, dir, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.Stdout, cmd.Stderr = os.Stdout, indented{os.Stderr}
	// The go command and versioned-gen remove their files and end their children when they are interrupted.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = time.Minute
	return cmd
}

// indented sets what programs say on stderr apart from the story.
type indented struct{ to *os.File }

func (w indented) Write(p []byte) (int, error) {
	for line := range bytes.Lines(p) {
		if _, err := fmt.Fprintf(w.to, "  | %s", line); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}

func title(text string) { fmt.Printf("\n=== %s\n\n", text) }

func say(format string, args ...any) { fmt.Printf(format+"\n", args...) }
