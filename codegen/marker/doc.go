// SPDX-License-Identifier: Apache-2.0

// Package marker reads markers, the comment lines by which a Go author talks to the generator.
//
// The grammar of the versioned: namespace:
//
//	marker   = "+versioned:" name [ ( ":" | "=" ) arguments ]
//	           a marker with one unnamed argument takes "=": +versioned:group=test.example.com
//	           one with named arguments takes ":":           +versioned:added:since=v1,default=Defaults
//	named    = key "=" value { "," key "=" value }
//	value    = quoted | list | bare
//	quoted   = a Go string literal, "..." with escapes or `...` without
//	list     = "{" value { ("," | ";") value } "}"   (one value needs no braces)
//	bare     = any text up to a "," outside of (), [] and {}
//
// The vocabulary stands in one table, [Definitions]; the parser, the explain command, the did-you-mean of diagnostics
// and the reference in docs/ all read it. Markers of other namespaces are only split into name and text here: their
// vocabulary is that of controller-tools and code-generator.
package marker
