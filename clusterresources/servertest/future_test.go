// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/stackabletech/operator-go/clusterresources"
)

// ahead is by how much revisions in the future are higher.
const ahead = 1_000_000_000_000

// future is a connection on which the revisions of a kind are higher than they are, until it ends: then the API server
// seems to have gone back. The kind must be spoken of in JSON.
type future struct {
	// kind is how paths of the kind begin.
	kind string
	over atomic.Bool
}

func (f *future) end() { f.over.Store(true) }

var revision = regexp.MustCompile(`("resourceVersion":")([1-9][0-9]*)"`)

// shifted moves the revisions in a text, but for those that were made up, to create only.
func shifted(text []byte, by int64) []byte {
	return revision.ReplaceAllFunc(text, func(found []byte) []byte {
		parts := revision.FindSubmatch(found)
		at, err := strconv.ParseInt(string(parts[2]), 10, 64)
		if err != nil || at+by <= 0 {
			return found
		}
		return fmt.Appendf(nil, `%s%d"`, parts[1], at+by)
	})
}

// on has an operator use the connection.
func (f *future) on(o *clusterresources.Options) {
	o.Config.Wrap(func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(r *http.Request) (*http.Response, error) {
			if f.over.Load() || !strings.HasPrefix(r.URL.Path, f.kind) {
				return next.RoundTrip(r)
			}
			r = r.Clone(r.Context())
			query := r.URL.Query()
			if at, err := strconv.ParseInt(query.Get("resourceVersion"), 10, 64); err == nil && at > ahead {
				query.Set("resourceVersion", strconv.FormatInt(at-ahead, 10))
				r.URL.RawQuery = query.Encode()
			}
			if r.Body != nil {
				text, err := io.ReadAll(r.Body)
				if err != nil {
					return nil, err
				}
				text = shifted(text, -ahead)
				r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
			}
			answer, err := next.RoundTrip(r)
			if err == nil {
				answer.Body = &shifting{Closer: answer.Body, lines: bufio.NewReader(answer.Body)}
				answer.ContentLength = -1
			}
			return answer, err
		})
	})
}

// shifting moves the revisions in a body into the future, line by line: events of watches are lines.
type shifting struct {
	io.Closer
	lines *bufio.Reader
	rest  []byte
}

func (s *shifting) Read(into []byte) (int, error) {
	if len(s.rest) == 0 {
		line, err := s.lines.ReadBytes('\n')
		if s.rest = shifted(line, ahead); len(s.rest) == 0 {
			return 0, err
		}
	}
	n := copy(into, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}
