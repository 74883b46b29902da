{{/*
How a service is found within the cluster.
  root, name  as in "push-jobs.workload"
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

{{/*
The way in for nodes. Either channel of a node may lead to any replica.
  root    the chart's context
  suffix  of its name
  pod     name of the only pod behind it, or none for all of them
*/}}
{{- define "push-jobs.nodesService" -}}
{{- $service := .root.Values.broker.service -}}
{{- $ports := dict "heartbeat" $service.heartbeatPort "command" $service.commandPort -}}
{{- with .root.Values.unencryptedNodes }}{{ if .enabled }}{{ $_ := set $ports "plain-command" .commandPort }}{{ end }}{{ end -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "push-jobs.fullname" .root }}-nodes{{ .suffix }}
  labels: {{- include "push-jobs.labels" (dict "root" .root "name" "broker") | nindent 4 }}
  {{- with $service.annotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  type: {{ $service.type }}
  {{- if ne $service.type "ClusterIP" }}
  externalTrafficPolicy: {{ $service.externalTrafficPolicy }}
  {{- end }}
  {{- if eq $service.type "LoadBalancer" }}
  {{- with $service.loadBalancerClass }}
  loadBalancerClass: {{ . | quote }}
  {{- end }}
  {{- with $service.loadBalancerSourceRanges }}
  loadBalancerSourceRanges: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- end }}
  selector:
    {{- include "push-jobs.selector" (dict "root" .root "name" "broker") | nindent 4 }}
    {{- with .pod }}
    statefulset.kubernetes.io/pod-name: {{ . }}
    {{- end }}
  ports:
    {{- range $port, $number := $ports }}
    - name: {{ $port }}
      port: {{ $number }}
      targetPort: {{ $port }}
      {{- if eq $service.type "NodePort" }}
      # The number that stands in the nodes' configuration.
      nodePort: {{ $number }}
      {{- end }}
    {{- end }}
{{- end }}
