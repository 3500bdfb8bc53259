// SPDX-License-Identifier: Apache-2.0

package load

import (
	"os"
	"path/filepath"
	"strings"
)

// goEnvFile is where "go env -w" keeps its settings; empty if there is no such place. See "go help environment".
func goEnvFile() string {
	if file := os.Getenv("GOENV"); file != "" {
		if file == "off" {
			return ""
		}
		return file
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "go", "env")
}

// goEnv returns a setting of the go command: from the environment, else from what "go env -w" has kept. Asking the go
// command itself would take as long as half of a run.
func goEnv(name string) string {
	if value, ok := os.LookupEnv(name); ok && value != "" {
		return value
	}
	file := goEnvFile()
	if file == "" {
		return ""
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return "" // without the file, which is the usual case, there are no settings
	}
	for line := range strings.Lines(string(content)) {
		if key, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok && key == name {
			return value
		}
	}
	return ""
}
