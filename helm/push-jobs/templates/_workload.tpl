{{/*
A service's Deployment or StatefulSet, its service account and its disruption budget.
  root      the chart's context
  name      of the service, its image and its application
  values    its block of values, over `defaults`
  kind      "Deployment" unless given
  ports     name of the port -> number, besides the operations port
  env, fields, secrets  as in "push-jobs.environment"
  files     name below /etc/push-jobs -> [name of the secret, key]
  scaled    true: somebody else decides how many pods there are
  lingers   true: keeps serving for a moment after it was told to stop, until balancers have heard of it
*/}}
{{- define "push-jobs.workload" -}}
{{- $settings := include "push-jobs.settings" . | fromYaml -}}
{{- $statefulSet := eq (.kind | default "Deployment") "StatefulSet" -}}
{{- $fullname := printf "%s-%s" (include "push-jobs.fullname" .root) .name -}}
{{- $env := merge (dict "LOG_LEVEL" $settings.logLevel "OPERATIONS_PORT" 9090) .env (include "push-jobs.trustEnv" .root | fromYaml) (include "push-jobs.tracingEnv" . | fromYaml) -}}
{{- $secrets := merge (.secrets | default dict) (include "push-jobs.tracingSecrets" .root | fromYaml) -}}
{{- $files := merge (.files | default dict) (include "push-jobs.trustFiles" .root | fromYaml) -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ $fullname }}
  labels: {{- include "push-jobs.labels" . | nindent 4 }}
automountServiceAccountToken: false
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ $fullname }}
  labels: {{- include "push-jobs.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  selector:
    matchLabels: {{- include "push-jobs.selector" . | nindent 6 }}
---
apiVersion: apps/v1
kind: {{ .kind | default "Deployment" }}
metadata:
  name: {{ $fullname }}
  labels: {{- include "push-jobs.labels" . | nindent 4 }}
spec:
  {{- if not .scaled }}
  replicas: {{ $settings.replicas }}
  {{- end }}
  {{- if $statefulSet }}
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
      {{- with $settings.podAnnotations }}
      annotations: {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      {{- include "push-jobs.pod" .root | nindent 6 }}
      {{- include "push-jobs.placement" (dict "root" .root "name" .name "settings" $settings) | nindent 6 }}
      serviceAccountName: {{ $fullname }}
      terminationGracePeriodSeconds: {{ $settings.terminationGracePeriodSeconds }}
      containers:
        - name: {{ .name }}
          image: {{ include "push-jobs.image" . | quote }}
          imagePullPolicy: {{ .root.Values.image.pullPolicy }}
          {{- include "push-jobs.containerSecurity" . | nindent 10 }}
          env: {{- include "push-jobs.environment" (dict "env" $env "fields" .fields "secrets" $secrets) | nindent 12 }}
          ports:
            {{- range $port, $number := .ports }}
            - { name: {{ $port }}, containerPort: {{ $number }} }
            {{- end }}
            - { name: operations, containerPort: 9090 }
          {{- include "push-jobs.probes" . | nindent 10 }}
          {{- if .lingers }}
          lifecycle:
            preStop: { sleep: { seconds: 5 } }
          {{- end }}
          resources: {{- toYaml $settings.resources | nindent 12 }}
          {{- if $files }}
          volumeMounts:
            - { name: files, mountPath: /etc/push-jobs, readOnly: true }
          {{- end }}
      {{- if $files }}
      volumes:
        - name: files
          projected:
            defaultMode: 0440
            sources:
              {{- range $file, $source := $files }}
              - secret:
                  name: {{ first $source | quote }}
                  items: [{ key: {{ last $source }}, path: {{ $file }} }]
              {{- end }}
      {{- end }}
{{- end }}

{{/* `defaults` and over it what a service says of its own. Not by `merge`, to which 0 and "" are as good as nothing. Takes "root" and "values". */}}
{{- define "push-jobs.settings" -}}
{{- $settings := dict -}}
{{- range $block := list .root.Values.defaults .values -}}
{{- range $key, $value := $block }}{{ $_ := set $settings $key $value }}{{ end -}}
{{- end -}}
{{- toYaml $settings -}}
{{- end }}
