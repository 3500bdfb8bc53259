// SPDX-License-Identifier: Apache-2.0

package tools

import "path/filepath"

// Job is what generators are asked to do in a module.
type Job struct {
	// Dir is the folder of the module, Module its path.
	Dir, Module string
	// Packages are what the generator reads: import paths of version packages for the peers, of API packages for ours.
	Packages []string
	// CRDs and Clients are folders below Dir.
	CRDs, Clients string
	// OpenAPI is a file below Dir with an OpenAPI document. Without one, code-generator emits no Extract functions.
	OpenAPI string
}

// Ours is the one call of our generator.
func (b Built) Ours(j Job) Command {
	args := []string{"generate", "--crds", j.CRDs, "--clients", j.Clients}
	return b.command(j.Dir, VersionedGen, append(args, j.Packages...)...)
}

// Definitions is the call that makes deep copies and CRDs.
func (b Built) Definitions(j Job) Command {
	args := []string{"object", "crd", "output:crd:dir=" + j.CRDs}
	for _, pkg := range j.Packages {
		args = append(args, "paths="+pkg)
	}
	return b.command(j.Dir, ControllerGen, args...)
}

// Clients are the calls of code-generator in the order in which they need each other, with the folders that its own
// script kube_codegen.sh uses.
func (b Built) Clients(j Job) []Command {
	pkg := j.Module + "/" + j.Clients
	into := func(folder string) []string {
		return []string{"--output-dir", filepath.Join(j.Clients, folder), "--output-pkg", pkg + "/" + folder}
	}
	client := append(into("clientset"), "--clientset-name", "versioned", "--input-base", "",
		"--apply-configuration-package", pkg+"/applyconfiguration")
	for _, input := range j.Packages {
		client = append(client, "--input", input)
	}
	informer := append(into("informers"), "--versioned-clientset-package", pkg+"/clientset/versioned",
		"--listers-package", pkg+"/listers")
	apply := into("applyconfiguration")
	if j.OpenAPI != "" {
		apply = append(apply, "--openapi-schema", j.OpenAPI)
	}
	return []Command{
		b.command(j.Dir, ApplyConfigurationGen, append(apply, j.Packages...)...),
		b.command(j.Dir, ClientGen, client...),
		b.command(j.Dir, ListerGen, append(into("listers"), j.Packages...)...),
		b.command(j.Dir, InformerGen, append(informer, j.Packages...)...),
	}
}
