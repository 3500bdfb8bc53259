// SPDX-License-Identifier: Apache-2.0

// Package output takes the files that the emitters made and puts them where the caller wants them: on disk, in memory,
// or beside what is there already, to tell the difference.
package output

// File is one emitted file.
type File struct {
	// Path is absolute.
	Path string
	// Content is complete and formatted.
	Content []byte
}
