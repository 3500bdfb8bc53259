// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestVersionIsWhatTheServerSays(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `{"major":"1","minor":"37","gitVersion":"v1.37.9","path":%q}`, r.URL.Path)
	}))
	defer server.Close()
	if got, err := version(t.Context(), server.Client(), server.URL); err != nil || got != "v1.37.9" {
		t.Errorf("%q %v", got, err)
	}
}
