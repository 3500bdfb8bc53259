// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"bytes"
	"io"
	"net/http"
	"sync"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/json"

	"github.com/stackabletech/operator-go/clusterresources"
)

// fault is a connection to the API server on which some requests fail.
type fault struct {
	mu    sync.Mutex
	fails func(*http.Request) bool
	// watches are the bodies of the watches that are open.
	watches []io.Closer
}

// on has an operator use the connection.
func (f *fault) on(o *clusterresources.Options) {
	o.Config.Wrap(func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(r *http.Request) (*http.Response, error) {
			if f.isBroken(r) {
				return failure(r)
			}
			answer, err := next.RoundTrip(r)
			if err == nil && r.URL.Query().Get("watch") != "" {
				f.opened(answer.Body)
			}
			return answer, err
		})
	})
}

func (f *fault) isBroken(r *http.Request) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.fails != nil && f.fails(r)
}

func (f *fault) opened(watch io.Closer) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.watches = append(f.watches, watch)
}

// become has some requests fail from now on, nil for none, and breaks the watches.
func (f *fault) become(fails func(*http.Request) bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fails = fails
	for _, watch := range f.watches {
		_ = watch.Close() // it may be closed
	}
	f.watches = nil
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// failure is how a server answers that does not work.
func failure(r *http.Request) (*http.Response, error) {
	text, err := json.Marshal(metav1.Status{
		TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Status"}, Status: metav1.StatusFailure, Code: http.StatusInternalServerError,
		Reason: metav1.StatusReasonInternalError, Message: "the test breaks it",
	})
	return &http.Response{
		StatusCode: http.StatusInternalServerError, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(bytes.NewReader(text)), Request: r,
	}, err
}
