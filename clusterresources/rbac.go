// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	eventsv1 "k8s.io/api/events/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// verbs are what an Applier does with objects.
var verbs = []string{"create", "delete", "get", "list", "patch", "watch"}

// Rights describe what an operator must be allowed to do for its Applier.
type Rights struct {
	// Name is that of the roles.
	Name string
	// Kinds are registered besides the built-in ones.
	Kinds []Kind
	// Namespaces are those that the operator may work in. Empty means all of them, by a ClusterRole.
	Namespaces []string
	// BindRoles and BindClusterRoles are the roles that the operator's RoleBindings refer to. An operator can only bind
	// roles whose rights it has itself, or that it is allowed to bind, by name.
	BindRoles, BindClusterRoles []string
	// Events adds what it takes to record events, for Options.Events.
	Events bool
}

// Rules are what has to be allowed: the verbs that are used, on the resources of the table, and nothing else. To make a
// Role, the operator must also have what the Role grants.
func (r Rights) Rules() ([]rbacv1.PolicyRule, error) {
	s, err := newScheme()
	if err != nil {
		return nil, err
	}
	byGroup := map[string][]string{}
	for _, kind := range slices.Concat(builtinKinds(s), r.Kinds) {
		if kind.Resource == "" || kind.Resource == "*" || kind.Group == "*" {
			return nil, fmt.Errorf("kind %q: its resource %q cannot be part of a rule", kind.Kind, kind.Resource)
		}
		byGroup[kind.Group] = append(byGroup[kind.Group], kind.Resource)
	}
	var rules []rbacv1.PolicyRule
	for group, resources := range byGroup {
		slices.Sort(resources)
		rules = append(rules, rbacv1.PolicyRule{APIGroups: []string{group}, Resources: slices.Compact(resources), Verbs: verbs})
	}
	if r.Events {
		rules = append(rules, rbacv1.PolicyRule{APIGroups: []string{eventsv1.GroupName}, Resources: []string{"events"}, Verbs: []string{"create", "patch"}})
	}
	slices.SortFunc(rules, func(a, b rbacv1.PolicyRule) int { return cmp.Compare(a.APIGroups[0], b.APIGroups[0]) })
	for _, bound := range []struct {
		resource string
		names    []string
	}{{"roles", r.BindRoles}, {"clusterroles", r.BindClusterRoles}} {
		if len(bound.names) > 0 {
			rules = append(rules, rbacv1.PolicyRule{
				APIGroups: []string{rbacv1.GroupName}, Resources: []string{bound.resource}, Verbs: []string{"bind"},
				ResourceNames: slices.Sorted(slices.Values(bound.names)),
			})
		}
	}
	return rules, nil
}

// Roles returns one ClusterRole, or a Role for each namespace, ready to be written as YAML.
func (r Rights) Roles() ([]Object, error) {
	if r.Name == "" {
		return nil, errors.New("roles need a name: set Rights.Name")
	}
	rules, err := r.Rules()
	if err != nil {
		return nil, err
	}
	if len(r.Namespaces) == 0 {
		return []Object{&rbacv1.ClusterRole{
			TypeMeta:   metav1.TypeMeta{APIVersion: rbacv1.SchemeGroupVersion.String(), Kind: "ClusterRole"},
			ObjectMeta: metav1.ObjectMeta{Name: r.Name}, Rules: rules,
		}}, nil
	}
	var roles []Object
	for _, namespace := range r.Namespaces {
		roles = append(roles, &rbacv1.Role{
			TypeMeta:   metav1.TypeMeta{APIVersion: rbacv1.SchemeGroupVersion.String(), Kind: "Role"},
			ObjectMeta: metav1.ObjectMeta{Name: r.Name, Namespace: namespace}, Rules: rules,
		})
	}
	return roles, nil
}
