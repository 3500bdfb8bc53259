// SPDX-License-Identifier: Apache-2.0

package crd

import (
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

// Options are what a definition says that Go types do not.
type Options struct {
	// Service is the conversion webhook. What is empty has its default.
	Service Service
}

// Service is where the API server reaches the conversion webhook. The certificate authority is not part of it: the
// webhook server puts its own into the object in the cluster.
type Service struct {
	// Namespace is "default" unless set.
	Namespace string
	// Name is "conversion-webhook" unless set.
	Name string
	// Path is "/convert" unless set.
	Path string
	// Port is 443 unless set.
	Port int32
}

// The defaults of [Service].
const (
	DefaultServiceNamespace = "default"
	DefaultServiceName      = "conversion-webhook"
	DefaultServicePath      = "/convert"
	DefaultServicePort      = 443
)

func (s Service) orDefaults() Service {
	if s.Namespace == "" {
		s.Namespace = DefaultServiceNamespace
	}
	if s.Name == "" {
		s.Name = DefaultServiceName
	}
	if s.Path == "" {
		s.Path = DefaultServicePath
	}
	if s.Port == 0 {
		s.Port = DefaultServicePort
	}
	return s
}

// conversion says how the API server gets from one version to another. With a single version there is nothing to say.
func conversion(versions int, identical bool, service Service) *apiextensionsv1.CustomResourceConversion {
	switch {
	case versions < 2:
		return nil
	case identical:
		return &apiextensionsv1.CustomResourceConversion{Strategy: apiextensionsv1.NoneConverter}
	}
	service = service.orDefaults()
	return &apiextensionsv1.CustomResourceConversion{
		Strategy: apiextensionsv1.WebhookConverter,
		Webhook: &apiextensionsv1.WebhookConversion{
			ConversionReviewVersions: []string{"v1"},
			ClientConfig: &apiextensionsv1.WebhookClientConfig{
				Service: &apiextensionsv1.ServiceReference{
					Namespace: service.Namespace, Name: service.Name, Path: &service.Path, Port: &service.Port,
				},
			},
		},
	}
}
