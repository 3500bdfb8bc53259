// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// request is one that the API server has answered, as its audit log has it.
type request struct {
	Verb       string `json:"verb"`
	URI        string `json:"requestURI"`
	UserAgent  string `json:"userAgent"`
	Stage      string `json:"stage"`
	StatusCode int    `json:"-"`
	Status     struct {
		Code int `json:"code"`
	} `json:"responseStatus"`
}

// traffic are the requests of one user agent since the last look. Watches are left out: they are what it costs to follow,
// and last.
type traffic struct {
	agent  string
	offset int64
}

// take returns the requests since the last call.
func (tr *traffic) take(t *testing.T) []request {
	t.Helper()
	file, err := os.Open(server.AuditLog)
	require.NoError(t, err)
	defer func() { require.NoError(t, file.Close()) }()
	_, err = file.Seek(tr.offset, 0)
	require.NoError(t, err)
	var all bytes.Buffer
	_, err = all.ReadFrom(file)
	require.NoError(t, err)
	var found []request
	for line := range bytes.Lines(all.Bytes()) {
		if !bytes.HasSuffix(line, []byte("\n")) {
			break
		}
		tr.offset += int64(len(line))
		var r request
		require.NoError(t, json.Unmarshal(line, &r))
		if r.UserAgent == tr.agent && r.Verb != "watch" {
			r.StatusCode = r.Status.Code
			found = append(found, r)
		}
	}
	return found
}
