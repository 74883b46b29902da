{{/*
How a service is found within the cluster.
  root, name  as in "push-jobs.deployment"
  headless    true: the name stands for every ready pod, and the client spreads its calls (gRPC)
  ports       name of the pod's port -> number
*/}}
{{- define "push-jobs.service" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "push-jobs.fullname" .root }}-{{ .name }}
  labels: {{- include "push-jobs.labels" . | nindent 4 }}
spec:
  {{- if .headless }}
  clusterIP: None
  {{- end }}
  selector: {{- include "push-jobs.selector" . | nindent 4 }}
  ports:
    {{- range $port, $number := .ports }}
    - { name: {{ $port }}, port: {{ $number }}, targetPort: {{ $port }} }
    {{- end }}
{{- end }}
