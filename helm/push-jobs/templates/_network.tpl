{{/* Who talks to whom: the picture of the architecture, an arrow a line. Takes the chart's context. */}}
{{- define "push-jobs.arrows" -}}
{{- $postgres := .Values.evaluation.enabled | ternary 5432 .Values.postgres.port -}}
{{- $redis := .Values.evaluation.enabled | ternary 6379 .Values.redis.port -}}
{{- $nodePorts := .Values.unencryptedNodes.enabled | ternary (list 10000 10002 10001) (list 10000 10002) -}}
- { from: people, to: gateway, port: 10003 }
- { from: people, to: feed, port: 10004 }
{{- range $nodePorts }}
- { from: nodes, to: broker, port: {{ . }} }
{{- end }}
- { from: gateway, to: orchestrator, port: 50051 }
- { from: gateway, to: broker, port: 50051 }
- { from: gateway, to: output, port: 50051 }
- { from: gateway, to: feed, port: 10004 }
- { from: broker, to: orchestrator, port: 50051 }
- { from: orchestrator, to: broker, port: 50051 }
- { from: orchestrator, to: output, port: 50051 }
- { from: feed, to: orchestrator, port: 50051 }
{{- range list "broker" "orchestrator" "output" "feed" }}
- { from: {{ . }}, to: postgres, port: {{ $postgres }} }
{{- end }}
{{- range $component := list "broker" "orchestrator" "feed" }}
- { from: {{ . }}, to: redis, port: {{ $redis }} }
{{- with $.Values.redis.sentinelPort }}
- { from: {{ $component }}, to: redis, port: {{ . }} }
{{- end }}
{{- end }}
{{- if not .Values.evaluation.enabled }}
- { from: migrate, to: postgres, port: {{ $postgres }} }
{{- end }}
{{- if .Values.chefServer.url }}
- { from: gateway, to: chefServer, port: {{ include "push-jobs.urlPort" .Values.chefServer.url }} }
{{- if eq .Values.directory.kind "chef" }}
- { from: feed, to: chefServer, port: {{ include "push-jobs.urlPort" .Values.chefServer.url }} }
{{- end }}
{{- end }}
{{- range $component := list "gateway" "broker" "orchestrator" "output" "feed" }}
- { from: monitoring, to: {{ $component }}, port: 9090 }
{{- with $.Values.tracing.endpoint }}
- { from: {{ $component }}, to: tracing, port: {{ include "push-jobs.urlPort" . }} }
{{- end }}
{{- end }}
{{- if include "push-jobs.hasCanary" . }}
- { from: canary, to: gateway, port: 10003 }
- { from: canary, to: postgres, port: {{ $postgres }} }
# By the address that every node uses, which may be anywhere.
- { from: canary, to: nodesEntry, port: {{ .Values.broker.service.heartbeatPort }} }
- { from: canary, to: nodesEntry, port: {{ .Values.broker.service.commandPort }} }
# And where that address is translated before policies are looked at.
- { from: canary, to: broker, port: 10000 }
- { from: canary, to: broker, port: 10002 }
{{- end }}
{{- end }}

{{/*
One end of an arrow, as peers of a NetworkPolicy: pods of this release, or what the values say of the outside.
An empty list is everybody. Takes "root", "name" and "components".
*/}}
{{- define "push-jobs.peers" -}}
{{- if has .name .components -}}
- podSelector:
    matchLabels: {{- include "push-jobs.selector" . | nindent 6 }}
{{- else if and (eq .name "monitoring") (not .root.Values.networkPolicy.monitoring) -}}
- namespaceSelector: {}
{{- else -}}
{{- toYaml (get .root.Values.networkPolicy .name | default list) -}}
{{- end -}}
{{- end }}

{{/* Takes an address. */}}
{{- define "push-jobs.urlPort" -}}
{{- $url := urlParse . -}}
{{- regexFind ":[0-9]+$" $url.host | trimPrefix ":" | default (eq $url.scheme "http" | ternary "80" "443") -}}
{{- end }}
