// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/header"
	"github.com/stackabletech/operator-go/codegen/output"
)

// applyLimit is how many bytes the annotations of an object may have together. Client-side apply keeps the whole object
// in one, as JSON.
const applyLimit = 262144

// lastApplied is that annotation. Its name counts too.
const lastApplied = "kubectl.kubernetes.io/last-applied-configuration"

// FileName is the name of the definition's file, as controller-gen names it.
func (d *Definition) FileName() string {
	return d.Object.Spec.Group + "_" + d.Object.Spec.Names.Plural + ".yaml"
}

// storedLimit is how many bytes etcd takes of an object unless it is told otherwise, by --max-request-bytes:
// https://etcd.io/docs/v3.6/dev-guide/limit/.
const storedLimit = 3 << 19

// File writes the definition as YAML into a folder. It warns when the object is too long for kubectl apply, or to be stored.
func (d *Definition) File(dir string, above header.Header, problems *diag.List) (output.File, error) {
	name := d.FileName()
	body, length, err := encode(d.Object)
	if err != nil {
		return output.File{}, fmt.Errorf("write %s: %w", name, err)
	}
	switch length += len(lastApplied) + len("\n"); {
	case length > storedLimit:
		problems.Warnf(d.sources[d.youngest].kind.Pos, "%s has %d bytes as JSON, and API servers can store %d of them unless their etcd is told to take more: "+
			"shorten descriptions with --max-description-length", name, length, storedLimit)
	case length > applyLimit:
		problems.Warnf(d.sources[d.youngest].kind.Pos, "%s has %d bytes as JSON, and kubectl apply can keep %d of them in "+
			"its annotation: shorten descriptions with --max-description-length, or use kubectl apply --server-side",
			name, length, applyLimit)
	}
	var content bytes.Buffer
	for _, line := range above.Lines() {
		line = strings.TrimPrefix(strings.TrimPrefix(line, "//"), " ")
		content.WriteString(strings.TrimRight("# "+line, " ") + "\n")
	}
	content.WriteString("---\n")
	content.Write(body)
	return output.File{Path: filepath.Join(dir, name), Content: content.Bytes()}, nil
}
