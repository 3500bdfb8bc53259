// SPDX-License-Identifier: Apache-2.0

package ownership

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	utiljson "k8s.io/apimachinery/pkg/util/json"
)

// The kinds of path elements in a field set: see
// https://pkg.go.dev/sigs.k8s.io/structured-merge-diff/v6/fieldpath#DeserializePathElement.
const (
	fieldElement = "f:"
	keyElement   = "k:"
	valueElement = "v:"
	indexElement = "i:"
)

// projector hashes what it meets.
type projector struct {
	hash.Hash
	// exactly says that objects which are owned as a whole are hashed with all that is in them.
	exactly bool
}

func (p projector) mark(parts ...string) {
	for _, part := range parts {
		_, _ = p.Write([]byte(part))
		_, _ = p.Write([]byte{0})
	}
}

// object hashes the fields that are owned of a map. The element "." says that the map itself is owned, and it is there.
func (p projector) object(owned, live map[string]any) error {
	for _, element := range slices.Sorted(maps.Keys(owned)) {
		name, isField := strings.CutPrefix(element, fieldElement)
		if !isField {
			continue
		}
		at, there := live[name]
		if !there {
			p.mark("absent", name)
			continue
		}
		p.mark("field", name)
		if err := p.value(owned[element], at); err != nil {
			return err
		}
	}
	return nil
}

func (p projector) value(owned, live any) error {
	below, _ := owned.(map[string]any)
	switch live := live.(type) {
	case map[string]any:
		if len(below) > 0 || !p.exactly {
			return p.object(below, live)
		}
	case []any:
		if len(below) > 0 {
			return p.list(below, live)
		}
	}
	text, err := json.Marshal(live)
	if err != nil {
		return fmt.Errorf("encode a live value: %w", err)
	}
	p.mark("value", string(text))
	return nil
}

// list hashes the elements that are owned of a list, in the order of the list.
func (p projector) list(owned map[string]any, live []any) error {
	elements := make([]element, 0, len(owned))
	for _, text := range slices.Sorted(maps.Keys(owned)) {
		if text == "." {
			continue
		}
		e, err := parseElement(text)
		if err != nil {
			return err
		}
		elements = append(elements, e)
	}
	found := make([]bool, len(elements))
	for position, item := range live {
		for i, e := range elements {
			if !e.matches(position, item) {
				continue
			}
			found[i] = true
			p.mark("element", e.text)
			if err := p.value(owned[e.text], item); err != nil {
				return err
			}
		}
	}
	for i, e := range elements {
		if !found[i] {
			p.mark("absent", e.text)
		}
	}
	return nil
}

// element says which items of a list it stands for. One of its parts is set.
type element struct {
	text  string
	keys  map[string]any
	value any
	index int
}

func parseElement(text string) (element, error) {
	e := element{text: text, index: -1}
	var err error
	if rest, ok := strings.CutPrefix(text, keyElement); ok {
		err = utiljson.Unmarshal([]byte(rest), &e.keys)
	} else if rest, ok := strings.CutPrefix(text, valueElement); ok {
		err = utiljson.Unmarshal([]byte(rest), &e.value)
	} else if rest, ok := strings.CutPrefix(text, indexElement); ok {
		e.index, err = strconv.Atoi(rest)
	} else {
		err = errors.New("it is no element of a list")
	}
	if err != nil {
		return e, fmt.Errorf("read %q of a field set: %w", text, err)
	}
	return e, nil
}

func (e element) matches(position int, item any) bool {
	switch {
	case e.index >= 0:
		return e.index == position
	case e.keys == nil:
		return reflect.DeepEqual(e.value, item)
	}
	object, ok := item.(map[string]any)
	if !ok {
		return false
	}
	for key, want := range e.keys {
		// Only what was never on a server lacks a key: it has a default then, such as the protocol of a port.
		if has, there := object[key]; there && !reflect.DeepEqual(has, want) {
			return false
		}
	}
	return true
}
