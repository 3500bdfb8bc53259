// SPDX-License-Identifier: Apache-2.0

package read

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestLowerCamel(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Replicas": "replicas", "URL": "url", "APIVersion": "apiVersion", "TLSConfig": "tlsConfig", "A": "a", "IAm": "iAm",
		"IDs": "ids", "URLs": "urls", "CPUs": "cpus", "IDsSeen": "idsSeen", "URLsOK": "urlsOK", "IPs4": "ips4",
		"ClusterIPs": "clusterIPs", "PodIDs": "podIDs", "Is": "is", "IsOpen": "isOpen", "DNSserver": "dnSserver", "APIStatus": "apiStatus",
	} {
		assert.Equal(t, want, lowerCamel(name), name)
	}
}
