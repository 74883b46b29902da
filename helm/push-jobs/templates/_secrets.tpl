{{/* Names of the secrets that pods read: existing ones, or those made here. Each takes the chart's context. */}}
{{- define "push-jobs.sealingSecret" -}}
{{ .Values.sealing.existingSecret | default (printf "%s-sealing" (include "push-jobs.fullname" .)) }}
{{- end }}

{{- define "push-jobs.postgresSecret" -}}
{{- include "push-jobs.backendSecret" (dict "root" . "name" "postgres" "existing" .Values.postgres.existingSecret) -}}
{{- end }}

{{- define "push-jobs.redisSecret" -}}
{{- include "push-jobs.backendSecret" (dict "root" . "name" "redis" "existing" .Values.redis.existingSecret) -}}
{{- end }}

{{- define "push-jobs.backendSecret" -}}
{{- if .root.Values.evaluation.enabled -}}
{{ include "push-jobs.fullname" .root }}-{{ .name }}
{{- else -}}
{{ required (printf "%s.existingSecret is required, or evaluation.enabled to try things out" .name) .existing }}
{{- end -}}
{{- end }}

{{/*
A secret that is made once. It is created before the installation's other objects and is none of the release's own, so no
upgrade knows of it, and `helm uninstall` leaves it where it is: the next installation of that name finds it and goes on
with it. Helm creates hooks and never changes them: where a renderer without a cluster offers it a second time, that
fails instead of replacing what is there. Takes "root", "name" (of the secret) and "data" (key -> text).
*/}}
{{- define "push-jobs.generatedSecret" -}}
{{- if and .root.Release.IsInstall (not (lookup "v1" "Secret" .root.Release.Namespace .name)) -}}
apiVersion: v1
kind: Secret
metadata:
  name: {{ .name }}
  labels: {{- include "push-jobs.labels" (dict "root" .root "name" "secret") | nindent 4 }}
  annotations:
    helm.sh/hook: pre-install
    helm.sh/hook-weight: '-10'
    # Anything but the default, which would delete an older one first.
    helm.sh/hook-delete-policy: hook-failed
    helm.sh/resource-policy: keep
stringData: {{- toYaml .data | nindent 2 }}
{{- end }}
{{- end }}
