// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/stackabletech/operator-go/codegen/marker"
)

// explain describes the markers of the versioned namespace: all of them briefly, or one in full.
func explain(args []string, s streams) int {
	paint := painter{on: isTerminal(s.out)}
	switch {
	case len(args) == 1 && (args[0] == "-h" || args[0] == "-help" || args[0] == "--help"):
		fmt.Fprintln(s.out, "Usage: versioned-gen explain [MARKER]\n\nPrints each marker with its arguments, where it may stand, and an example.\nMARKER is a name such as added or +versioned:added.")
		return exitDone
	case len(args) > 1:
		return wrongUse(s, fmt.Sprintf("explain takes one marker, got %d", len(args)))
	case len(args) == 0:
		for i := range marker.Definitions {
			if i > 0 {
				fmt.Fprintln(s.out)
			}
			describe(s.out, &marker.Definitions[i], paint)
		}
		fmt.Fprintln(s.out, "\nRefused, since markers of ours say the same:")
		for _, name := range slices.Sorted(maps.Keys(marker.Refused)) {
			refuse(s.out, name, paint)
		}
		fmt.Fprintln(s.out, "\nEvery +kubebuilder:, +k8s:, +genclient, +optional, +listType ... marker keeps its meaning, and is translated\nto the names of each version. Markers that hold only in some versions, in their names: versioned-gen explain marker.")
		return exitDone
	}
	name := strings.TrimPrefix(args[0], "+")
	if marker.Refused[name] != "" {
		refuse(s.out, name, paint)
		return exitDone
	}
	for _, others := range []string{"kubebuilder:", "k8s:", "genclient", "groupGoName"} {
		if strings.HasPrefix(name, others) {
			fmt.Fprintf(s.out, "%s\n    is a marker of the tools of Kubernetes and keeps its meaning: see https://book.kubebuilder.io/reference/markers and\n    https://pkg.go.dev/k8s.io/code-generator\n", paint.bold("+"+name))
			return exitDone
		}
	}
	if !strings.HasPrefix(name, marker.Namespace) {
		name = marker.Namespace + name
	}
	if def := marker.Find(name); def != nil {
		describe(s.out, def, paint)
		return exitDone
	}
	message := fmt.Sprintf("there is no marker +%s", name)
	var short []string
	for _, known := range marker.Names() {
		short = append(short, strings.TrimPrefix(known, marker.Namespace))
	}
	if near := marker.Nearest(strings.TrimPrefix(name, marker.Namespace), short); near != "" {
		message += ", did you mean " + near + "?"
	}
	fmt.Fprintf(s.err, "versioned-gen: %s (versioned-gen explain lists them all)\n", message)
	return exitUsage
}

// refuse tells what to write instead of a marker of another tool.
func refuse(w io.Writer, name string, paint painter) {
	fmt.Fprintf(w, "%s\n    has no meaning in an API package: %s\n", paint.bold("+"+name), marker.Refused[name])
}

func describe(w io.Writer, def *marker.Definition, paint painter) {
	fmt.Fprintf(w, "%s\n    %s\n", paint.bold("+"+def.Name), def.Doc)
	fmt.Fprintf(w, "    Stands on %s.%s\n", def.Targets, map[bool]string{true: " May be repeated."}[def.Repeatable])
	for _, arg := range def.Args {
		name := arg.Name
		if name == "" {
			name = "(value)"
		}
		need := "optional"
		if arg.Required {
			need = "required"
		}
		fmt.Fprintf(w, "      %s %s, %s: %s\n", paint.name(fmt.Sprintf("%-18s", name)), arg.Kind, need, arg.Doc)
	}
	fmt.Fprintln(w, "    Example:")
	for line := range strings.SplitSeq(def.Example, "\n") {
		fmt.Fprintf(w, "      %s\n", paint.code(line))
	}
}

// painter colours text on terminals and leaves it alone elsewhere.
type painter struct {
	on bool
}

func (p painter) bold(text string) string { return p.paint("1", text) }
func (p painter) name(text string) string { return p.paint("36", text) }
func (p painter) code(text string) string { return p.paint("32", text) }

func (p painter) paint(code, text string) string {
	if !p.on {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}
