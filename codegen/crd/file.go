// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/emit/gofile"
	"github.com/stackabletech/operator-go/codegen/output"
)

// applyLimit is how many bytes the annotations of an object may have together. Client-side apply keeps the whole object
// in one.
const applyLimit = 262144

// FileName is the name of the definition's file, as controller-gen names it.
func (d *Definition) FileName() string {
	return d.Object.Spec.Group + "_" + d.Object.Spec.Names.Plural + ".yaml"
}

// File writes the definition as YAML into a folder. It warns when the file is too long for kubectl apply.
func (d *Definition) File(dir string, header gofile.Header, problems *diag.List) (output.File, error) {
	name := d.FileName()
	body, err := d.yaml()
	if err != nil {
		return output.File{}, fmt.Errorf("write %s: %w", name, err)
	}
	if len(body) > applyLimit {
		problems.Warnf(d.sources[d.youngest].kind.Pos, "%s has %d bytes, and client-side apply (kubectl apply) takes at "+
			"most %d: shorten descriptions with --max-description-length, or apply it with --server-side",
			name, len(body), applyLimit)
	}
	var content bytes.Buffer
	for _, line := range header.Lines() {
		line = strings.TrimSpace(strings.TrimPrefix(line, "//"))
		content.WriteString(strings.TrimRight("# "+line, " ") + "\n")
	}
	content.WriteString("---\n")
	content.Write(body)
	return output.File{Path: filepath.Join(dir, name), Content: content.Bytes()}, nil
}

// yaml writes the object without what only a server fills in.
func (d *Definition) yaml() ([]byte, error) {
	raw, err := json.Marshal(d.Object)
	if err != nil {
		return nil, err
	}
	var object map[string]any
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if err := decoder.Decode(&object); err != nil {
		return nil, err
	}
	delete(object, "status")
	if metadata, ok := object["metadata"].(map[string]any); ok {
		delete(metadata, "creationTimestamp")
	}
	return yaml.Marshal(object)
}
