// SPDX-License-Identifier: Apache-2.0

package check

import (
	"cmp"
	"regexp"
	"strconv"

	"github.com/stackabletech/operator-go/codegen/model"
)

// versionName is the form of https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#version-priority.
var versionName = regexp.MustCompile(`^v([1-9][0-9]*)(?:(alpha|beta)([1-9][0-9]*))?$`)

// compareAge compares two versions by age: v1alpha1 < v1beta1 < v1 < v2alpha1. It returns false if one has another form.
func compareAge(a, b string) (int, bool) {
	x, y := versionName.FindStringSubmatch(a), versionName.FindStringSubmatch(b)
	if x == nil || y == nil {
		return 0, false
	}
	stability := map[string]int{"alpha": 0, "beta": 1, "": 2}
	return cmp.Or(
		cmp.Compare(number(x[1]), number(y[1])),
		cmp.Compare(stability[x[2]], stability[y[2]]),
		cmp.Compare(number(x[3]), number(y[3])),
	), true
}

func number(digits string) int {
	n, _ := strconv.Atoi(digits) // "" for GA versions, which have no second number
	return n
}

// versions judges the declared versions. It returns false if nothing can be said about histories.
func (c *checker) versions() bool {
	if c.api.Unread {
		return false // that was reported, and what follows from it is not worth a word
	}
	versions := c.api.Versions
	if len(versions) == 0 {
		c.problems.Errorf(c.api.Pos, "package %s declares no version: write // +versioned:version:name=v1alpha1 above the package clause", c.api.Name)
		return false
	}
	ok := true
	for i, v := range versions {
		if !versionName.MatchString(v.Name) {
			c.problems.Errorf(v.Pos, "%q is no version name: write v1, v1beta1 or v1alpha1", v.Name)
			ok = false
			continue
		}
		if v.DeprecationWarning != "" && !v.Deprecated {
			c.problems.Errorf(v.Pos, "version %s has a deprecationWarning but is not deprecated: add deprecated=true", v.Name)
		}
		if c.api.Index(v.Name) < i {
			c.problems.Errorf(v.Pos, "version %s is declared twice", v.Name)
			ok = false
		} else if i > 0 {
			if order, known := compareAge(versions[i-1].Name, v.Name); known && order > 0 {
				c.problems.Errorf(v.Pos, "version %s is older than %s: declare the oldest first", v.Name, versions[i-1].Name)
				ok = false
			}
		}
	}
	c.storage()
	c.served()
	return ok
}

func (c *checker) storage() {
	versions := c.api.Versions
	if len(versions) == 1 {
		versions[0].Storage = true
		return
	}
	var storage []model.Version
	for _, v := range versions {
		if v.Storage {
			storage = append(storage, v)
		}
	}
	if len(storage) == 0 {
		c.problems.Errorf(versions[len(versions)-1].Pos, "none of the versions is the storage version: add storage=true to one of them")
		return
	}
	for _, v := range storage[1:] {
		c.problems.Errorf(v.Pos, "%s and %s both have storage=true: keep it on one of them", storage[0].Name, v.Name)
	}
}

func (c *checker) served() {
	for _, v := range c.api.Versions {
		if v.Served {
			return
		}
	}
	c.problems.Errorf(c.api.Versions[0].Pos, "no version is served: take served=false from one of them")
}
