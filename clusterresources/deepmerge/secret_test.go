// SPDX-License-Identifier: Apache-2.0

package deepmerge

import "testing"

func TestSecrets(t *testing.T) {
	t.Parallel()
	runMergeCases(t, []mergeCase{
		{
			name:     "stringData in both",
			reason:   "what a server stores is data",
			base:     `{apiVersion: v1, kind: Secret, stringData: {a: "1", b: "2"}, data: {c: Mw==}}`,
			override: `{stringData: {b: "4", d: "5"}}`,
			want:     `{apiVersion: v1, kind: Secret, data: {a: MQ==, b: NA==, c: Mw==, d: NQ==}}`,
		},
		{
			name:     "data over stringData",
			reason:   "a server would let stringData of the base win",
			base:     `{apiVersion: v1, kind: Secret, stringData: {a: "1"}}`,
			override: `{data: {a: NA==}}`,
			want:     `{apiVersion: v1, kind: Secret, data: {a: NA==}}`,
		},
		{
			name:     "stringData over data",
			reason:   "as a server does within one object",
			base:     `{apiVersion: v1, kind: Secret, data: {a: MQ==}, type: Opaque}`,
			override: `{stringData: {a: "4"}, data: {a: NQ==}}`,
			want:     `{apiVersion: v1, kind: Secret, data: {a: NA==}, type: Opaque}`,
		},
		{
			name:     "an override without either",
			reason:   "the base's stringData becomes data nevertheless",
			base:     `{apiVersion: v1, kind: Secret, stringData: {a: "1"}}`,
			override: `{metadata: {labels: {a: b}}}`,
			want:     `{apiVersion: v1, kind: Secret, data: {a: MQ==}, metadata: {labels: {a: b}}}`,
		},
		{
			name:     "null for a key",
			reason:   "it deletes the key, whichever way it was written",
			base:     `{apiVersion: v1, kind: Secret, stringData: {a: "1"}, data: {b: Mg==, c: Mw==}}`,
			override: `{stringData: {b: null}, data: {a: null}}`,
			want:     `{apiVersion: v1, kind: Secret, data: {c: Mw==}}`,
		},
		{
			name:     "directives",
			reason:   "they are those of data",
			base:     `{apiVersion: v1, kind: Secret, stringData: {a: "1", b: "2"}}`,
			override: `{stringData: {$unset: [a]}}`,
			want:     `{apiVersion: v1, kind: Secret, data: {b: Mg==}}`,
		},
		{
			name:     "replacing",
			reason:   "nothing of the base stays",
			base:     `{apiVersion: v1, kind: Secret, stringData: {a: "1", b: "2"}}`,
			override: `{stringData: {$patch: replace, c: "3"}}`,
			want:     `{apiVersion: v1, kind: Secret, data: {c: Mw==}}`,
		},
		{
			name:     "null for all",
			reason:   "a password must not stay because it was moved",
			base:     `{apiVersion: v1, kind: Secret, stringData: {a: "1"}}`,
			override: `{stringData: null}`,
			want:     `{apiVersion: v1, kind: Secret}`,
		},
		{
			name:     "$unset of all",
			reason:   "a password must not stay because it was moved",
			base:     `{apiVersion: v1, kind: Secret, stringData: {a: "1"}, type: Opaque}`,
			override: `{$unset: [type, stringData]}`,
			want:     `{apiVersion: v1, kind: Secret}`,
		},
		{
			name:     "nothing in it",
			reason:   "null is as good as no field",
			base:     `{apiVersion: v1, kind: Secret, stringData: null, data: null}`,
			override: `{stringData: {a: "1"}}`,
			want:     `{apiVersion: v1, kind: Secret, data: {a: MQ==}}`,
		},
		{
			name:     "other kinds",
			reason:   "only Secrets have the rule",
			base:     `{apiVersion: v1, kind: ConfigMap, data: {stringData: x}}`,
			override: `{data: {stringData: u, data: v}}`,
			want:     `{apiVersion: v1, kind: ConfigMap, data: {stringData: u, data: v}}`,
		},
	})
}

func TestSecretErrors(t *testing.T) {
	t.Parallel()
	runErrorCases(t, []errorCase{
		{
			name:     "stringData that is no text",
			reason:   "the path is that of what the user wrote",
			base:     `{apiVersion: v1, kind: Secret}`,
			override: `{stringData: {a: x, password: 12345}}`,
			want:     Error{"stringData.password", "expected a string, found a number"},
		},
		{
			name:     "stringData that is no object",
			reason:   "there are no keys in it",
			base:     `{apiVersion: v1, kind: Secret}`,
			override: `{stringData: hunter2}`,
			want:     Error{"stringData", "expected an object, found a string"},
		},
		{
			name:     "data that is no object",
			reason:   "there is nothing to put stringData into",
			base:     `{apiVersion: v1, kind: Secret, data: [x], stringData: {a: b}}`,
			override: `{}`,
			want:     Error{"data", "expected an object, found a list"},
		},
		{
			name:     "a directive in both",
			reason:   "they would be one object with it twice",
			base:     `{apiVersion: v1, kind: Secret}`,
			override: `{stringData: {$patch: replace}, data: {$patch: replace}}`,
			want:     Error{"stringData.$patch", "the directive is in data, too"},
		},
		{
			name:     "null for stringData beside data",
			reason:   "both are one field",
			base:     `{apiVersion: v1, kind: Secret}`,
			override: `{stringData: null, data: {a: MQ==}}`,
			want:     Error{"stringData", "null deletes all data, but there is data beside it"},
		},
		{
			name:     "null for data beside stringData",
			reason:   "both are one field",
			base:     `{apiVersion: v1, kind: Secret}`,
			override: `{stringData: {a: b}, data: null}`,
			want:     Error{"data", "null deletes all data, but there is stringData beside it"},
		},
		{
			name:     "$unset of stringData beside data",
			reason:   "both are one field",
			base:     `{apiVersion: v1, kind: Secret}`,
			override: `{$unset: [stringData], data: {a: MQ==}}`,
			want:     Error{"$unset[0]", "the field is also set"},
		},
	})
}
