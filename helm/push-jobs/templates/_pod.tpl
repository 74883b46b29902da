{{/* What every pod has in common, of services and of hooks. It passes Pod Security "restricted". Takes the chart's context. */}}
{{- define "push-jobs.pod" -}}
automountServiceAccountToken: false
# Kubernetes would put variables such as GATEWAY_PORT into the environment, which mean something else here.
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  seccompProfile: { type: RuntimeDefault }
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . | quote }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "push-jobs.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
{{- end }}

{{/* One variable from a secret. Takes "variable", "secret" and "key". */}}
{{- define "push-jobs.secretEnv" -}}
- name: {{ .variable }}
  valueFrom: { secretKeyRef: { name: {{ .secret | quote }}, key: {{ .key }} } }
{{- end }}
