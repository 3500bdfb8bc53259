// SPDX-License-Identifier: Apache-2.0

package marker

import (
	"errors"
	"regexp"

	"sigs.k8s.io/controller-tools/pkg/loader"
	"sigs.k8s.io/controller-tools/pkg/markers"
)

// unread is what Go's library says of a text that is no number.
var unread = regexp.MustCompile(`strconv\.\w+: parsing ("[^"]*"): (?:invalid syntax|(value out of range))`)

// Message is what an error of controller-tools about a marker means to its author: without the positions within the marker,
// since the diagnostic has one of its own, and without names of functions. Of several errors the first counts, since the
// others follow from it.
func Message(err error) string {
	var list loader.ErrList
	if errors.As(err, &list) && len(list) > 0 {
		return Message(list[0])
	}
	var scan *markers.ScannerError
	if errors.As(err, &scan) {
		if scan.Msg == `missing argument ""` {
			return "it needs a value behind ="
		}
		return scan.Msg
	}
	return unread.ReplaceAllStringFunc(err.Error(), func(text string) string {
		parts := unread.FindStringSubmatch(text)
		if parts[2] != "" {
			return parts[1] + " is out of range"
		}
		return parts[1] + " is no number"
	})
}
