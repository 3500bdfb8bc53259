// SPDX-License-Identifier: Apache-2.0

package deepmerge

// linear is up to how many keys it is faster to look through all of them.
const linear = 16

// index finds elements of a list by their keys.
type index struct {
	keys []key
	// at is only made for long lists. It has positions; ^position where a key occurs again.
	at map[key]int
}

// indexOf has the elements of a base. Those without a key cannot be found; whether they are right is for the server to
// say, as the override is not about them.
func (t objectType) indexOf(base []any) index {
	if len(base) == 0 {
		return index{}
	}
	x := index{keys: make([]key, len(base))}
	for i, element := range base {
		if object, ok := element.(map[string]any); ok {
			// No element is looked for by the zero key.
			x.keys[i], _ = t.keyOf(object)
		}
	}
	return x
}

// add puts a key behind the others.
func (x *index) add(k key) {
	x.keys = append(x.keys, k)
	if x.at != nil {
		x.enter(len(x.keys) - 1)
	}
}

// find returns the first position of a key, -1 if there is none, and whether there are others.
func (x *index) find(k key) (first int, several bool) {
	first = -1
	if len(x.keys) <= linear {
		for i := range x.keys {
			if x.keys[i] == k {
				if first >= 0 {
					return first, true
				}
				first = i
			}
		}
		return first, false
	}
	if x.at == nil {
		x.at = make(map[key]int, len(x.keys))
		for i := range x.keys {
			x.enter(i)
		}
	}
	switch at, ok := x.at[k]; {
	case !ok:
		return -1, false
	case at < 0:
		return ^at, true
	default:
		return at, false
	}
}

func (x *index) enter(position int) {
	k := x.keys[position]
	if at, ok := x.at[k]; !ok {
		x.at[k] = position
	} else if at >= 0 {
		x.at[k] = ^at
	}
}
