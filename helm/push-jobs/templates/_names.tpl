{{/* In front of every object's name: the release's, with the chart's where it is not in there already. */}}
{{- define "push-jobs.fullname" -}}
{{- $name := ternary .Release.Name (printf "%s-push-jobs" .Release.Name) (contains "push-jobs" .Release.Name) -}}
{{- $name | trunc 40 | trimSuffix "-" -}}
{{- end }}

{{/* What all pods of a release have in common. Takes the chart's context. */}}
{{- define "push-jobs.releaseSelector" -}}
app.kubernetes.io/name: push-jobs
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* What never changes about a service's pods. Takes "root" and "name". */}}
{{- define "push-jobs.selector" -}}
{{ include "push-jobs.releaseSelector" .root }}
app.kubernetes.io/component: {{ .name }}
{{- end }}

{{/* Takes "root" and "name". */}}
{{- define "push-jobs.labels" -}}
{{ include "push-jobs.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end }}

{{/* Takes "root" and "name". */}}
{{- define "push-jobs.image" -}}
{{- with .root.Values.image -}}
{{ .repository }}/{{ $.name }}:{{ .tag | default $.root.Chart.AppVersion }}
{{- end }}
{{- end }}

{{/* Where a service's gRPC server is found: its headless service names every ready pod. Takes "root" and "name". */}}
{{- define "push-jobs.grpcAddress" -}}
dns:///{{ include "push-jobs.fullname" .root }}-{{ .name }}:50051
{{- end }}

{{/* A job's event stream or an organization's, as the feed service and the gateway know it. */}}
{{- define "push-jobs.feedPath" -}}
/organizations/[^/]+/pushy/job_status_feed(/[^/]*)?
{{- end }}
