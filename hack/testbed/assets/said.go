// SPDX-License-Identifier: Apache-2.0

package assets

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
)

// said reads what go build -v says: a line for each module that it downloads and each package that it compiles, and
// complaints. It is an io.Writer that never fails and never waits, and that holds little, whatever is written to it.
type said struct {
	mu                   sync.Mutex
	compiled, downloaded int
	// line is what has come of a line, others the complaints.
	line   []byte
	others []string
}

const (
	// longestLine is how much of a line is kept, mostOthers how many complaints.
	longestLine = 8 << 10
	mostOthers  = 20
)

// Write reads the next piece.
func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for rest := p; len(rest) > 0; {
		piece, behind, ended := bytes.Cut(rest, []byte("\n"))
		s.line = append(s.line, piece[:min(len(piece), longestLine-len(s.line))]...)
		if ended {
			s.end()
		}
		rest = behind
	}
	return len(p), nil
}

// end reads a line that is complete.
func (s *said) end() {
	line := strings.TrimRight(string(s.line), "\r")
	s.line = s.line[:0]
	switch {
	case strings.HasPrefix(line, "go: downloading "):
		s.downloaded++
	case isImportPath(line):
		s.compiled++
	default:
		s.others = append(s.others, line)
		s.others = s.others[max(0, len(s.others)-mostOthers):]
	}
}

// isImportPath tells a line with nothing but an import path from a complaint.
func isImportPath(line string) bool {
	return line != "" && !strings.ContainsAny(line, " \t:#")
}

// progress says how far the build is.
func (s *said) progress() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	compiled := fmt.Sprintf("%d packages compiled", s.compiled)
	if s.downloaded == 0 {
		return compiled
	}
	return fmt.Sprintf("%d modules downloaded, %s", s.downloaded, compiled)
}

// complaints returns the last lines that were neither a package nor a download.
func (s *said) complaints() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.line) > 0 {
		s.end()
	}
	return strings.Join(s.others, "\n")
}
