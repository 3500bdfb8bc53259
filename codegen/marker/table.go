// SPDX-License-Identifier: Apache-2.0

package marker

// Definitions are all markers of the versioned: namespace, in the order in which a reader meets them.
var Definitions = []Definition{
	{
		Name: "versioned:group", Targets: Package,
		Args:    []ArgDefinition{{Kind: String, Required: true, Doc: "API group, a DNS subdomain; never inferred from a path."}},
		Doc:     "Makes the package an API package and names its group.",
		Example: "// +versioned:group=test.example.com\npackage person",
	},
	{
		Name: "versioned:version", Targets: Package, Repeatable: true,
		Args: []ArgDefinition{
			{Name: "name", Kind: Version, Required: true, Doc: "version, such as v1alpha1."},
			{Name: "deprecated", Kind: Bool, Doc: "marks the version as deprecated in the CRD; clients see a warning."},
			{Name: "deprecationWarning", Kind: String, Doc: "the warning's text instead of the API server's own."},
			{Name: "served", Kind: Bool, Doc: "whether the API server serves the version; true unless said."},
			{Name: "storage", Kind: Bool, Doc: "the version in which objects are stored: exactly one when there are two or more."},
		},
		Doc: "Declares a version. One line a version, the oldest first. The Go source shows the youngest.",
		Example: "// +versioned:version:name=v1alpha1,deprecated=true,deprecationWarning=\"use v1\"\n" +
			"// +versioned:version:name=v1,storage=true\npackage person",
	},
	{
		Name: "versioned:crd", Targets: Type,
		Args: []ArgDefinition{
			{Name: "scope", Kind: Scope, Doc: "Namespaced unless said."},
			{Name: "singular", Kind: String, Doc: "the kind in lower case unless said."},
			{Name: "plural", Kind: String, Doc: "the English plural of the singular unless said."},
			{Name: "shortNames", Kind: List, Doc: "short names for kubectl."},
			{Name: "categories", Kind: List, Doc: "categories such as all."},
		},
		Doc:     "Makes the type a custom resource. Its name is the kind; it has a status subresource when it has a Status field.",
		Example: "// +versioned:crd:plural=people,shortNames={pp},categories={all}\ntype Person struct {",
	},
	{
		Name: "versioned:scale", Targets: Type,
		Args: []ArgDefinition{
			{Name: "specReplicasPath", Kind: Path, Required: true, Doc: "path of the desired replicas, in the latest shape."},
			{Name: "statusReplicasPath", Kind: Path, Required: true, Doc: "path of the observed replicas, in the latest shape."},
			{Name: "labelSelectorPath", Kind: Path, Doc: "path of the label selector as a string; a HorizontalPodAutoscaler needs it."},
		},
		Doc: "Gives the resource a scale subresource, in every version that has the spec path. A spec path through a struct that may be left out " +
			"is refused, since GET on /scale answers with status 500 of an object without it: make the struct required, or give it +kubebuilder:default={}, and the field of the replicas likewise.",
		Example: "// +versioned:scale:specReplicasPath=.spec.replicas,statusReplicasPath=.status.replicas,labelSelectorPath=.status.selector\n" +
			"type Person struct {",
	},
	{
		Name: "versioned:added", Targets: Type | Field | Constant,
		Args: []ArgDefinition{
			{Name: "since", Kind: Version, Required: true, Doc: "first version that has it."},
			{Name: "default", Kind: Func, Doc: "func() T that fills the field on upgrade; T is its type at that version. The zero value unless said."},
		},
		Doc:     "It did not exist before a version.",
		Example: "// +versioned:added:since=v1beta1,default=DefaultReplicas\nReplicas int32 `json:\"replicas\"`",
	},
	{
		Name: "versioned:changed", Targets: Field | Constant, Repeatable: true,
		Args: []ArgDefinition{
			{Name: "since", Kind: Version, Required: true, Doc: "first version with the new look."},
			{Name: "fromName", Kind: GoName, Doc: "Go name before, of a field an exported one."},
			{Name: "fromJSON", Kind: String, Doc: "JSON name before, fromName in lowerCamel unless said: TLSConfig was tlsConfig, ClusterIPs clusterIPs, IDs ids. Of a constant: the value before, the same as today unless said."},
			{Name: "fromType", Kind: GoType, Doc: "type before, a Go type expression in the scope of the file."},
			{Name: "upgradeWith", Kind: Func, Doc: "func(Old) New, needed where the built-in conversion of the two types would lose something."},
			{Name: "downgradeWith", Kind: Func, Doc: "func(New) Old, likewise."},
		},
		Doc: "It looked different before a version: another name, another type, or both.",
		Example: "// +versioned:changed:since=v1beta1,fromName=Name\n" +
			"// +versioned:changed:since=v1,fromType=Gender,upgradeWith=GenderToString,downgradeWith=StringToGender\n" +
			"FullName string `json:\"fullName\"`",
	},
	{
		Name: "versioned:deprecated", Targets: Type | Field | Constant,
		Args: []ArgDefinition{
			{Name: "since", Kind: Version, Required: true, Doc: "first version in which it should not be used."},
			{Name: "note", Kind: String, Doc: "what to use instead."},
		},
		Doc: "It should not be used from a version on. A name with the prefix Deprecated goes without it in earlier versions. " +
			"On a kind it is for readers only: clients are warned of versions, by deprecated=true on versioned:version.",
		Example: "// +versioned:deprecated:since=v1,note=\"use fullName\"\n" +
			"Nick string `json:\"nick,omitempty\"`",
	},
	{
		Name: "versioned:removed", Targets: Type | Field | Constant,
		Args: []ArgDefinition{
			{Name: "since", Kind: Version, Required: true, Doc: "first version without it."},
			{Name: "upgradeTo", Kind: GoName, Doc: "constant that takes the place of a removed one."},
		},
		Doc:     "It stays in the package for the sake of older versions, and is not emitted from a version on.",
		Example: "// +versioned:removed:since=v1\nLegacyMode string `json:\"legacyMode,omitempty\"`",
	},
	{
		Name: "versioned:downgradeTo", Targets: Constant,
		Args:    []ArgDefinition{{Kind: GoName, Required: true, Doc: "constant of the same type that the older version has, by its name of today."}},
		Doc:     "What a version shows that lacks the constant.",
		Example: "// +versioned:added:since=v1\n// +versioned:downgradeTo=ModeManual\nModeAuto Mode = \"Auto\"",
	},
	{
		Name: "versioned:marker", Targets: Type | Field, Repeatable: true,
		Args: []ArgDefinition{
			{Name: "text", Kind: String, Required: true, Doc: "the other marker, with or without its +; quote it when it has commas."},
			{Name: "since", Kind: Version, Doc: "first version that has the marker; the first of all unless said."},
			{Name: "until", Kind: Version, Doc: "first version that no longer has it; none unless said."},
		},
		Doc: "Another marker (validation, default, optional, ...) that holds only in some versions, and is taken literally: with since or " +
			"until it speaks of fields and constants by the names of these versions, and is translated to no others.",
		Example: "// +versioned:marker:text=\"+kubebuilder:validation:MaxLength=64\",since=v1\nFullName string `json:\"fullName\"`",
	},
	{
		Name: "versioned:schema", Targets: Type,
		Args:    []ArgDefinition{{Kind: String, Required: true, Doc: "YAML file beside the Go file: an OpenAPI v3 schema; $ref: import/path.Type takes the schema of a Go type."}},
		Doc:     "The schema of a type with its own JSON form. Such a type lives in an ordinary package, since methods are not emitted.",
		Example: "// +versioned:schema=replicasconfig.schema.yaml\ntype ReplicasConfig struct {",
	},
}

// Refused are markers of other tools that say what the versioned: markers say, with what to write instead.
var Refused = map[string]string{
	"kubebuilder:storageversion":    "write storage=true on the versioned:version marker of the package",
	"kubebuilder:unservedversion":   "write served=false on the versioned:version marker of the package",
	"kubebuilder:deprecatedversion": "write deprecated=true,deprecationWarning=\"...\" on the versioned:version marker of the package",
	"kubebuilder:skipversion":       "write +versioned:added:since=VERSION or +versioned:removed:since=VERSION on the type",
}
