{{/*
What is said of one service, over what is said of all. Asked with (list $ name); the answer is YAML.
*/}}
{{- define "waybill.settings" -}}
{{- $root := index . 0 -}}
{{- mergeOverwrite (deepCopy $root.Values.defaults) (index $root.Values.services (index . 1)) | toYaml -}}
{{- end -}}

{{/* Says what is missing instead of an empty list, which to a network policy means everybody. (list what it) */}}
{{- define "waybill.some" -}}
{{- if not (index . 1) }}{{ fail (printf "%s is empty: see values-example.yaml" (index . 0)) }}{{ end -}}
{{- toYaml (index . 1) -}}
{{- end -}}

{{/* What a service and all that belongs to it are called. (list $ name) */}}
{{- define "waybill.name" -}}
{{- $name := printf "%s-%s" (index . 0).Release.Name (index . 1) -}}
{{- if gt (len $name) 50 -}}
{{- fail (printf "%s is too long for a name: choose a shorter one for the release" $name) -}}
{{- end -}}
{{- $name -}}
{{- end -}}

{{/* What all pods of this release have in common. */}}
{{- define "waybill.of-release" -}}
app.kubernetes.io/part-of: waybill
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* What tells the pods of a service from all others. (list $ name component) */}}
{{- define "waybill.selector" -}}
{{- include "waybill.of-release" (index . 0) }}
app.kubernetes.io/name: {{ index . 1 }}
app.kubernetes.io/component: {{ index . 2 }}
{{- end -}}

{{/* (list $ name component) */}}
{{- define "waybill.labels" -}}
{{- include "waybill.selector" . }}
app.kubernetes.io/version: {{ (index . 0).Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ (index . 0).Release.Service }}
helm.sh/chart: {{ (index . 0).Chart.Name }}-{{ (index . 0).Chart.Version }}
{{- end -}}

{{/* The port that the image listens on. */}}
{{- define "waybill.port" -}}3000{{- end -}}

{{/* (list $ name) */}}
{{- define "waybill.image" -}}
{{- $image := (index . 0).Values.image -}}
{{- with $image.registry }}{{ trimSuffix "/" . }}/{{ end -}}
waybill/{{ index . 1 }}:{{ $image.tag | default (index . 0).Chart.AppVersion }}
{{- end -}}

{{/* The address of one node of the broker, as a URL. (list $ host) */}}
{{- define "waybill.broker-url" -}}
{{- $broker := (index . 0).Values.broker -}}
{{ ternary "amqps" "amqp" $broker.tls }}://{{ index . 1 }}:{{ $broker.port }}/{{ $broker.vhost | urlquery }}
{{- end -}}

{{/*
The environment of a service: what is said of all, what the chart knows, what is said of this one, and where the secrets
are. (list $ name settings); the answer is YAML.
*/}}
{{- define "waybill.environment" -}}
{{- $root := index . 0 -}}
{{- $settings := index . 2 -}}
{{- $hosts := include "waybill.some" (list "broker.hosts" $root.Values.broker.hosts) | fromYamlArray -}}
{{- $urls := list -}}
{{- range $hosts }}{{ $urls = append $urls (include "waybill.broker-url" (list $root .)) }}{{ end -}}
{{- $known := dict
  "RABBITMQ_URL" (join "," $urls)
  "SHUTDOWN_TIMEOUT_MS" (mul $root.Values.shutdown.timeoutSeconds 1000 | toString)
-}}
{{- with $root.Values.broker.prefix }}{{ $_ := set $known "RABBITMQ_PREFIX" . }}{{ end -}}
{{- range $variable, $_ := $settings.secretFiles }}
{{- $_ := set $known $variable (printf "/run/secrets/%s" (trimSuffix "_FILE" $variable)) }}
{{- end -}}
{{- mergeOverwrite (deepCopy $root.Values.config) $settings.config $known | toYaml -}}
{{- end -}}

{{/* The settings of a service as who migrates has them. (settings); the answer is YAML. */}}
{{- define "waybill.as-owner" -}}
{{- $config := dict "DB_USERNAME" .owner.username -}}
{{- $files := dict "DB_PASSWORD_FILE" .owner.password -}}
{{- mergeOverwrite (deepCopy .) (dict "config" $config "secretFiles" $files) | toYaml -}}
{{- end -}}

{{/* For every pod: nobody's rights, and no word with Kubernetes. */}}
{{- define "waybill.pod-security" -}}
automountServiceAccountToken: false
# With them a Service named db would set DB_PORT.
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 1000
  runAsGroup: 1000
  fsGroup: 1000
  seccompProfile: { type: RuntimeDefault }
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* For every container. */}}
{{- define "waybill.container-security" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
{{- end -}}

{{/* Where a container finds its secrets, and may write. */}}
{{- define "waybill.mounts" -}}
volumeMounts:
  - { name: secrets, mountPath: /run/secrets, readOnly: true }
  - { name: tmp, mountPath: /tmp }
{{- end -}}

{{/* (settings) */}}
{{- define "waybill.volumes" -}}
volumes:
  - name: secrets
    projected:
      # 0440: legible to the group 1000, which is fsGroup.
      defaultMode: 288
      sources:
        {{- range $variable, $file := .secretFiles }}
        - secret:
            name: {{ $file.secret }}
            items: [{ key: {{ $file.key }}, path: {{ trimSuffix "_FILE" $variable }} }]
        {{- end }}
  - name: tmp
    emptyDir: { sizeLimit: 64Mi }
{{- end -}}
