// SPDX-License-Identifier: Apache-2.0

package crd

import "regexp"

// wrongType is what the server says of a value of a wrong type, and behind it of which type the value is.
var wrongType = regexp.MustCompile(`(must be of type \w+): "\w+"$`)

// longestDefault is how long a default may be that is shown.
const longestDefault = 60

// defaultOf returns the JSON of the default at a place, empty if that is too long.
func (d *Definition) defaultOf(w where) string {
	at := d.at(w)
	if at == nil || at.Default == nil || len(at.Default.Raw) > longestDefault {
		return ""
	}
	return string(at.Default.Raw)
}
