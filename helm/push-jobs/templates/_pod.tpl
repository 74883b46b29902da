{{/* What every pod has in common, of services and of hooks. It passes Pod Security "restricted". Takes the chart's context. */}}
{{- define "push-jobs.pod" -}}
automountServiceAccountToken: false
# Kubernetes would put variables such as GATEWAY_PORT into the environment, which mean something else here.
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  fsGroup: 65532
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

{{/* Where a pod may run, and who is asked to leave for it. Takes "root", "name" and "settings". */}}
{{- define "push-jobs.placement" -}}
{{- with .settings.priorityClassName }}
priorityClassName: {{ . | quote }}
{{- end }}
{{- with .settings.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .settings.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
topologySpreadConstraints:
  {{- range $key := list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
  - topologyKey: {{ $key }}
    maxSkew: 1
    whenUnsatisfiable: {{ $.settings.topologySpread }}
    labelSelector:
      matchLabels: {{- include "push-jobs.selector" $ | nindent 8 }}
  {{- end }}
{{- end }}

{{/* Every service answers these on its operations port: it lives while its loop turns, and is ready while it can serve. */}}
{{- define "push-jobs.probes" -}}
startupProbe:
  httpGet: { path: /livez, port: operations }
  periodSeconds: 2
  failureThreshold: 30
livenessProbe:
  httpGet: { path: /livez, port: operations }
  timeoutSeconds: 5
readinessProbe:
  httpGet: { path: /readyz, port: operations }
  # What it asks may take two seconds to answer.
  timeoutSeconds: 4
  periodSeconds: 5
{{- end }}
