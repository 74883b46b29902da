{{/*
The Deployment, or StatefulSet, of one service.
  root     the chart's context
  name     of the service, its image and its application
  values   its block of values, over `defaults`
  kind     "Deployment" unless given
  ports    name of the port -> number, besides the operations port
  env      variable -> value
  fields   variable -> field of the pod; values of `env` may use them as $(VARIABLE)
  secrets  variable -> [name of the secret, key]
*/}}
{{- define "push-jobs.deployment" -}}
{{- /* Not `merge`, to which 0 and "" are as good as nothing. */ -}}
{{- $values := dict -}}
{{- range $block := list .root.Values.defaults .values -}}
{{- range $key, $value := $block }}{{ $_ := set $values $key $value }}{{ end -}}
{{- end -}}
{{- $kind := .kind | default "Deployment" -}}
{{- $fullname := printf "%s-%s" (include "push-jobs.fullname" .root) .name -}}
apiVersion: apps/v1
kind: {{ $kind }}
metadata:
  name: {{ $fullname }}
  labels: {{- include "push-jobs.labels" . | nindent 4 }}
spec:
  replicas: {{ $values.replicas }}
  {{- if eq $kind "StatefulSet" }}
  serviceName: {{ $fullname }}
  podManagementPolicy: Parallel
  {{- else }}
  strategy:
    rollingUpdate: { maxSurge: 1, maxUnavailable: 0 }
  {{- end }}
  selector:
    matchLabels: {{- include "push-jobs.selector" . | nindent 6 }}
  template:
    metadata:
      labels: {{- include "push-jobs.labels" . | nindent 8 }}
    spec:
      {{- include "push-jobs.pod" .root | nindent 6 }}
      terminationGracePeriodSeconds: {{ $values.terminationGracePeriodSeconds }}
      containers:
        - name: {{ .name }}
          image: {{ include "push-jobs.image" . | quote }}
          imagePullPolicy: {{ .root.Values.image.pullPolicy }}
          {{- include "push-jobs.containerSecurity" . | nindent 10 }}
          env:
            {{- range $variable, $path := .fields }}
            - name: {{ $variable }}
              valueFrom: { fieldRef: { fieldPath: {{ $path }} } }
            {{- end }}
            {{- range $variable, $source := .secrets }}
            {{- include "push-jobs.secretEnv" (dict "variable" $variable "secret" (first $source) "key" (last $source)) | nindent 12 }}
            {{- end }}
            {{- range $variable, $value := merge (dict "LOG_LEVEL" $values.logLevel "OPERATIONS_PORT" 9090) .env }}
            - name: {{ $variable }}
              value: {{ $value | quote }}
            {{- end }}
          ports:
            {{- range $port, $number := .ports }}
            - { name: {{ $port }}, containerPort: {{ $number }} }
            {{- end }}
            - { name: operations, containerPort: 9090 }
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
          resources: {{- toYaml $values.resources | nindent 12 }}
{{- end }}
