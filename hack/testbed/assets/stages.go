// SPDX-License-Identifier: Apache-2.0

package assets

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// StagesFile is the file beside kwok that tells it how nodes and pods come to life.
const StagesFile = "kwok-stages.yaml"

// stages takes the stock stages, in which pods become ready at once, out of kwok's module.
func (b *Builder) stages(ctx context.Context, module, temporary string) error {
	// A kwok that was not built here has not brought its module along.
	cmd := exec.CommandContext(ctx, "go", "mod", "download", "-json", "sigs.k8s.io/kwok")
	cmd.Dir = module
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=readonly")
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("find the module of kwok: %w", err)
	}
	var kwok struct{ Dir string }
	if err := json.Unmarshal(out, &kwok); err != nil {
		return fmt.Errorf("find the module of kwok: %w", err)
	}
	stock := filepath.Join(kwok.Dir, "kustomize", "stage")
	var all bytes.Buffer
	for _, folder := range []string{"node/fast", "node/heartbeat", "pod/fast"} {
		files, err := filepath.Glob(filepath.Join(stock, folder, "*.yaml"))
		if err != nil {
			return err
		}
		for _, file := range files {
			if filepath.Base(file) == "kustomization.yaml" {
				continue
			}
			content, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			all.WriteString("---\n")
			all.Write(bytes.TrimSpace(content))
			all.WriteString("\n")
		}
	}
	if all.Len() == 0 {
		return errors.New("its module has no stock stages")
	}
	beside := filepath.Join(temporary, StagesFile)
	if err := os.WriteFile(beside, all.Bytes(), 0o644); err != nil {
		return err
	}
	return os.Rename(beside, filepath.Join(b.Dir, StagesFile))
}
