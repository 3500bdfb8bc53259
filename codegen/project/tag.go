// SPDX-License-Identifier: Apache-2.0

package project

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/stackabletech/operator-go/codegen/model"
)

// mergeKey is the struct tag that says the same as +patchMergeKey.
const mergeKey = "patchMergeKey"

// tagAt translates a field's struct tag: its name in JSON, and in YAML where that says the same, and the key by which the
// elements of a list are merged.
func (p *projector) tagAt(f *model.Field, l Look) string {
	tag := f.Tag
	if l.JSON != f.JSON {
		tag = renameTag(tag, f.JSON, l.JSON)
	}
	key, ok := reflect.StructTag(tag).Lookup(mergeKey)
	if !ok || l.Retyped {
		return tag
	}
	to, _, result := p.step(element(p, f.Type), key)
	if result != projected {
		p.problems.Errorf(f.Pos, "%s does not have the merge key %s of field %s: leave %s out of its tag and write +versioned:marker:text=\"+patchMergeKey=%s\",since=... with the key that each version uses",
			p.version, key, f.Name, mergeKey, key)
		return tag
	}
	return strings.Replace(tag, mergeKey+":"+strconv.Quote(key), mergeKey+":"+strconv.Quote(to), 1)
}

// renameTag puts another name into the json part of a struct tag, and into the yaml part where that says the same.
func renameTag(tag, from, to string) string {
	for _, key := range []string{"json", "yaml"} {
		old := key + `:"` + from
		for _, end := range []string{`"`, `,`} {
			tag = strings.Replace(tag, old+end, key+`:"`+to+end, 1)
		}
	}
	return tag
}
