// SPDX-License-Identifier: Apache-2.0

package marker

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Markdown writes the reference of all markers, which stands in docs/markers.md.
func Markdown() string {
	var out strings.Builder
	out.WriteString("# Markers\n\nThis page is written from the table that the generator reads; `versioned-gen explain` prints the same.\n\n" +
		"Every `+kubebuilder:`, `+k8s:`, `+genclient`, `+optional`, `+listType` ... marker keeps its meaning, and is translated to\n" +
		"the names of each version where it speaks of fields, but for what `+versioned:marker` limits to some versions. [guide.md](guide.md) shows the markers at work.\n")
	for _, d := range Definitions {
		fmt.Fprintf(&out, "\n## +%s\n\n%s Stands on %s.", d.Name, d.Doc, d.Targets)
		if d.Repeatable {
			out.WriteString(" May be repeated.")
		}
		out.WriteString("\n\n| argument | value | | |\n| --- | --- | --- | --- |\n")
		for _, arg := range d.Args {
			name, need := arg.Name, "optional"
			if name == "" {
				name = "(value)"
			}
			if arg.Required {
				need = "required"
			}
			fmt.Fprintf(&out, "| %s | %s | %s | %s |\n", name, strings.ReplaceAll(string(arg.Kind), "|", `\|`), need, arg.Doc)
		}
		fmt.Fprintf(&out, "\n```go\n%s\n```\n", d.Example)
	}
	out.WriteString("\n## Refused\n\nMarkers of controller-tools that say in another place what the versioned markers say:\n\n| marker | instead |\n| --- | --- |\n")
	for _, name := range slices.Sorted(maps.Keys(Refused)) {
		fmt.Fprintf(&out, "| +%s | %s |\n", name, Refused[name])
	}
	return out.String()
}
