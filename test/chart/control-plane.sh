#!/usr/bin/env bash
# Installs, upgrades and rolls back the chart at a real API server, so that its validation and admission speak: etcd,
# kube-apiserver and kube-controller-manager in a network namespace of their own. There is no kubelet: a loop says of each pod
# that it runs, or of a hook's that it has succeeded, so that roll-outs and hooks go on. pods.sh has a kubelet.
#
# Needs root, etcd (Debian: etcd-server), openssl, kubectl and helm, and Go with a module proxy, once and for half an hour, to
# build Kubernetes. Exit code 77 says that something is missing.
#
#   test/chart/control-plane.sh FOLDER
set -euo pipefail
source "$(dirname "$0")/cluster.sh"
OPERATOR=github.com/prometheus-operator/prometheus-operator@v0.85.0
GATEWAY_API=sigs.k8s.io/gateway-api@v1.4.0

main() {
  needs
  if [ "${IN_NAMESPACES:-}" = '' ]; then
    build_kubernetes kube-apiserver kube-controller-manager
    export OPERATOR_CRDS GATEWAY_CRDS
    OPERATOR_CRDS=$(module "$OPERATOR")/example/prometheus-operator-crd
    GATEWAY_CRDS=$(module "$GATEWAY_API")/config/crd/standard
    in_namespaces "$folder"
    return
  fi
  start_control_plane
  kubectl version
  pretend_kubelet > "$folder/kubelet.log" 2>&1 &
  kubectl create --filename "$OPERATOR_CRDS" --filename "$GATEWAY_CRDS" > "$folder/crds.log"
  kubectl wait --for condition=Established customresourcedefinitions --all > "$folder/crds.log"
  kubectl create priorityclass important --value=1000 > "$folder/crds.log"
  for values in required production chef evaluation; do try "$values"; done
  conclude
}

# Each set of values has a namespace of its own, where Pod Security enforces "restricted".
try() {
  local kept
  NAMESPACE=$1
  prepare_namespace
  give_secrets
  check "$1: a pod that may be root is refused" refused_by_pod_security kubectl run root --image=none
  check "$1: strict validation takes every object" validates
  check "$1: helm installs it" with_values helm install push-jobs "$chart"
  check "$1: every pod is admitted" rolled_out
  kept=$(secrets)
  check "$1: helm upgrades it" with_values helm upgrade push-jobs "$chart" --set defaults.logLevel=error
  check "$1: every pod of the upgrade is admitted" rolled_out
  check "$1: no secret has changed" unchanged "$kept"
  check "$1: helm rolls it back" helm rollback push-jobs 1
  check "$1: every pod of the old revision is admitted" rolled_out
  check "$1: no secret has changed by that" unchanged "$kept"
  check "$1: helm test makes its pod" helm test push-jobs
  check "$1: helm uninstalls it" helm uninstall push-jobs --wait
  check "$1: helm installs it again" with_values helm install push-jobs "$chart"
  check "$1: no secret has changed by that either" unchanged "$kept"
}

give_secrets() {
  give push-jobs-postgres url
  give push-jobs-redis url
  give push-jobs-sealing key
  give authorities ca.crt
  give chef-ca ca.crt
  give chef-pivotal key.pem
} >> "$folder/run.log" 2>&1

# A secret, where the values say that there is one.
give() {
  if grep --quiet "ecret: $1\b" "$chart/ci/$NAMESPACE-values.yaml"; then kubectl create secret generic "$1" --from-literal="$2=none"; fi
}

with_values() { "$@" --values "$chart/ci/$NAMESPACE-values.yaml"; }
# Warnings of the API server count: Pod Security warns of a template that it would refuse.
validates() {
  local said
  with_values helm template --validate push-jobs "$chart" > "$folder/$NAMESPACE.yaml"
  said=$(kubectl create --dry-run=server --validate=strict --filename "$folder/$NAMESPACE.yaml" 2>&1) || { echo "$said" && return 1; }
  echo "$said" | tail -n 3
  [[ $said != *Warning* ]]
}
rolled_out() {
  local workload
  for workload in $(kubectl get deployments,statefulsets --output name); do kubectl rollout status "$workload" --timeout 180s; done
}
refused_by_pod_security() {
  local said
  ! said=$("$@" 2>&1) && echo "$said" && [[ $said == *'violates PodSecurity "restricted'* ]]
}

# Pods of services run and are ready; those of hooks have done their work.
# Whatever fails is tried again a second later.
pretend_kubelet() {
  set +e
  local ready='{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}' done='{"phase":"Succeeded"}'
  while sleep 1; do
    kubectl get pods --all-namespaces --field-selector status.phase=Pending --no-headers \
      --output custom-columns=:metadata.namespace,:metadata.name,:spec.restartPolicy | while read -r namespace name restart; do
      [ "$restart" = Always ] && status=$ready || status=$done
      kubectl patch pod "$name" --namespace "$namespace" --subresource status --patch "{\"status\":$status}"
    done
  done
}

main
