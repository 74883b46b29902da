{{/*
The variables of a container.
  env      variable -> value
  fields   variable -> field of the pod; values of `env` may use them as $(VARIABLE)
  secrets  variable -> [name of the secret, key]
*/}}
{{- define "push-jobs.environment" -}}
{{- range $variable, $path := .fields }}
- name: {{ $variable }}
  valueFrom: { fieldRef: { fieldPath: {{ $path }} } }
{{- end }}
{{- range $variable, $source := .secrets }}
- name: {{ $variable }}
  valueFrom: { secretKeyRef: { name: {{ first $source | quote }}, key: {{ last $source }} } }
{{- end }}
{{- range $variable, $value := .env }}
- name: {{ $variable }}
  value: {{ include "push-jobs.text" $value | quote }}
{{- end }}
{{- end }}

{{/* Numbers of values are floating, and would be printed as 6.5536e+04. */}}
{{- define "push-jobs.text" -}}
{{- kindIs "string" . | ternary . (toJson .) -}}
{{- end }}

{{/* Where Postgres is, as `secrets` of "push-jobs.environment". Takes the chart's context. */}}
{{- define "push-jobs.database" -}}
DATABASE_URL: [{{ include "push-jobs.postgresSecret" . | quote }}, url]
{{- end }}

{{/* The same of Redis. */}}
{{- define "push-jobs.redis" -}}
REDIS_URL: [{{ include "push-jobs.redisSecret" . | quote }}, url]
{{- end }}

{{/* Whom gateway and feed ask about people, as `env`. Takes the chart's context. */}}
{{- define "push-jobs.directoryEnv" -}}
{{- if eq .Values.directory.kind "chef" }}
{{- $_ := required "chefServer.url is required for directory.kind: chef" .Values.chefServer.url }}
{{- $_ := required "chefServer.superuserKeySecret is required for directory.kind: chef" .Values.chefServer.superuserKeySecret }}
{{- end }}
DIRECTORY: {{ .Values.directory.kind }}
{{- with .Values.chefServer }}
{{- if .url }}
CHEF_SERVER_URL: {{ .url | quote }}
{{- if .caSecret }}
CHEF_CA_FILE: /etc/push-jobs/chef-ca.crt
{{- end }}
{{- end }}
{{- end }}
{{- if eq .Values.directory.kind "chef" }}
{{- with .Values.chefServer }}
CHEF_SUPERUSER: {{ .superuser | quote }}
CHEF_SUPERUSER_KEY_FILE: /etc/push-jobs/chef-superuser.pem
CHEF_SIGNING_VERSION: {{ .signingVersion | quote }}
CHEF_TIMEOUT_SECONDS: {{ .timeoutSeconds }}
CHEF_CACHE_SECONDS: {{ .cacheSeconds }}
CHEF_NEGATIVE_CACHE_SECONDS: {{ .negativeCacheSeconds }}
{{- end }}
{{- end }}
{{- end }}

{{/* Files that go with it: name below /etc/push-jobs -> [name of the secret, key]. */}}
{{- define "push-jobs.directoryFiles" -}}
{{- with .Values.chefServer }}
{{- if and .url .caSecret }}
chef-ca.crt: [{{ .caSecret | quote }}, ca.crt]
{{- end }}
{{- end }}
{{- if eq .Values.directory.kind "chef" }}
chef-superuser.pem: [{{ .Values.chefServer.superuserKeySecret | quote }}, key.pem]
{{- end }}
{{- end }}

{{/* Certificate authorities for Postgres and Redis: the variable of Node.js, and its file. Takes the chart's context. */}}
{{- define "push-jobs.trustEnv" -}}
{{- if .Values.trust.caSecret }}
NODE_EXTRA_CA_CERTS: /etc/push-jobs/ca.crt
{{- end }}
{{- end }}

{{- define "push-jobs.trustFiles" -}}
{{- with .Values.trust.caSecret }}
ca.crt: [{{ . | quote }}, ca.crt]
{{- end }}
{{- end }}

{{/* Where a service sends its traces, if anywhere. Takes "root" and "name". */}}
{{- define "push-jobs.tracingEnv" -}}
{{- with .root.Values.tracing }}
{{- if .endpoint }}
OTEL_EXPORTER_OTLP_ENDPOINT: {{ .endpoint | quote }}
OTEL_EXPORTER_OTLP_PROTOCOL: http/protobuf
OTEL_SERVICE_NAME: {{ printf "%s-%s" (include "push-jobs.fullname" $.root) $.name }}
OTEL_TRACES_SAMPLER: {{ .sampler }}
OTEL_TRACES_SAMPLER_ARG: {{ include "push-jobs.text" .samplerArg | quote }}
{{- $attributes := list (printf "k8s.namespace.name=%s" $.root.Release.Namespace) }}
{{- range $name, $value := .resourceAttributes }}{{ $attributes = append $attributes (printf "%s=%s" $name $value) }}{{ end }}
OTEL_RESOURCE_ATTRIBUTES: {{ join "," $attributes | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* What goes with it, as `secrets` of "push-jobs.environment". Takes the chart's context. */}}
{{- define "push-jobs.tracingSecrets" -}}
{{- with .Values.tracing }}
{{- if and .endpoint .headersSecret }}
OTEL_EXPORTER_OTLP_HEADERS: [{{ .headersSecret | quote }}, headers]
{{- end }}
{{- end }}
{{- end }}
