#!/usr/bin/env bash
# Installs, upgrades and rolls back the chart at a real API server, so that its validation and admission speak: etcd,
# kube-apiserver and kube-controller-manager in a network namespace of their own. There is no kubelet: a loop says of each pod
# that it runs, or of a hook's that it has succeeded, so that roll-outs and hooks go on.
#
# Needs root, etcd (Debian: etcd-server), openssl, kubectl and helm, and Go with a module proxy, once and for half an hour, to
# build Kubernetes. Exit code 77 says that something is missing.
#
#   test/chart/control-plane.sh FOLDER
set -euo pipefail
KUBERNETES=1.33.0
OPERATOR=github.com/prometheus-operator/prometheus-operator@v0.85.0
GATEWAY_API=sigs.k8s.io/gateway-api@v1.4.0
chart=$(realpath "$(dirname "$0")/../../helm/push-jobs")
folder=$(realpath --canonicalize-missing "$1")
PATH=$PATH:$(go env GOPATH 2> /dev/null || echo /)/bin
passed=0
failed=0

main() {
  mkdir -p "$folder/bin" "$folder/certificates"
  [ "$(id -u)" = 0 ] || cannot 'a network namespace cannot be made without root'
  for program in etcd openssl kubectl helm unshare ip; do type -P "$program" > /dev/null || cannot "$program is not installed"; done
  if [ "${IN_NAMESPACE:-}" = '' ]; then
    build_kubernetes
    export OPERATOR_CRDS GATEWAY_CRDS
    OPERATOR_CRDS=$(module "$OPERATOR")/example/prometheus-operator-crd
    GATEWAY_CRDS=$(module "$GATEWAY_API")/config/crd/standard
    exec env IN_NAMESPACE=yes unshare --net --mount --pid --fork --kill-child --mount-proc "$0" "$folder"
  fi
  start_control_plane
  kubectl version
  pretend_kubelet > "$folder/kubelet.log" 2>&1 &
  kubectl create --filename "$OPERATOR_CRDS" --filename "$GATEWAY_CRDS" > "$folder/crds.log"
  kubectl wait --for condition=Established customresourcedefinitions --all > "$folder/crds.log"
  kubectl create priorityclass important --value=1000 > "$folder/crds.log"
  for values in required production chef evaluation; do try "$values"; done
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" = 0 ]
}

# Each set of values has a namespace of its own, where Pod Security enforces "restricted".
try() {
  local kept
  NAMESPACE=$1
  prepare_namespace
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

prepare_namespace() {
  kubectl create namespace "$NAMESPACE"
  kubectl label namespace "$NAMESPACE" pod-security.kubernetes.io/{enforce,warn,audit}=restricted
  export HELM_NAMESPACE=$NAMESPACE
  eventually kubectl get serviceaccount default
  give push-jobs-postgres url
  give push-jobs-redis url
  give push-jobs-sealing key
  give authorities ca.crt
  give chef-ca ca.crt
  give chef-pivotal key.pem
} >> "$folder/run.log" 2>&1

kubectl() { command kubectl --namespace "${NAMESPACE:-default}" "$@"; }

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
secrets() {
  kubectl get secrets --output go-template='{{range .items}}{{if ne .type "helm.sh/release.v1"}}{{.metadata.name}} {{.metadata.uid}} {{.data}}
{{end}}{{end}}'
}
unchanged() { [ "$(secrets)" = "$1" ]; }
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

start_control_plane() {
  local certificates=$folder/certificates
  ip link set lo up
  rm -rf "$folder/etcd"
  export KUBECONFIG=$folder/kubeconfig HELM_DRIVER=secret
  [ -e "$certificates/accounts.key" ] || openssl genrsa -out "$certificates/accounts.key" 2048
  echo 'token-of-a-test,admin,admin,system:masters' > "$certificates/tokens"
  etcd --data-dir "$folder/etcd" --unsafe-no-fsync > "$folder/etcd.log" 2>&1 &
  eventually reaches 2379
  "$folder/bin/kube-apiserver" --etcd-servers http://127.0.0.1:2379 --bind-address 127.0.0.1 --advertise-address 127.0.0.1 \
    --endpoint-reconciler-type none --cert-dir "$certificates" --service-cluster-ip-range 10.96.0.0/16 \
    --service-account-issuer https://kubernetes.default.svc --service-account-key-file "$certificates/accounts.key" \
    --service-account-signing-key-file "$certificates/accounts.key" --token-auth-file "$certificates/tokens" \
    --authorization-mode RBAC > "$folder/kube-apiserver.log" 2>&1 &
  {
    kubectl config set-cluster here --server https://127.0.0.1:6443 --certificate-authority "$certificates/apiserver.crt"
    kubectl config set-credentials admin --token token-of-a-test
    kubectl config set-context here --cluster here --user admin
    kubectl config use-context here
  } > "$folder/run.log"
  eventually kubectl get --raw /readyz >> "$folder/run.log" 2>&1 || cannot "the API server did not start: $(tail -n 1 "$folder/kube-apiserver.log")"
  "$folder/bin/kube-controller-manager" --kubeconfig "$KUBECONFIG" --leader-elect=false --authentication-skip-lookup \
    --service-account-private-key-file "$certificates/accounts.key" --root-ca-file "$certificates/apiserver.crt" \
    > "$folder/kube-controller-manager.log" 2>&1 &
}

reaches() { (: < "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }

# Kubernetes cannot be installed as a module: its own parts stand in it without their versions.
build_kubernetes() {
  local program source=$folder/kubernetes
  if [ -x "$folder/bin/kube-apiserver" ] && [ -x "$folder/bin/kube-controller-manager" ]; then return; fi
  command -v go > /dev/null || cannot 'neither Kubernetes nor Go is installed'
  rm -rf "$source"
  cp -r "$(module "k8s.io/kubernetes@v$KUBERNETES")" "$source"
  chmod -R u+w "$source"
  rm -f "$source"/go.work*
  sed -i -E "/^replace \(/,/^\)/d; s/^(\s*k8s\.io\/\S+) v0\.0\.0$/\1 v0.${KUBERNETES#1.}/" "$source/go.mod"
  for program in kube-apiserver kube-controller-manager; do
    (cd "$source" && GOFLAGS='-mod=mod -buildvcs=false' go build -p 2 -ldflags "-X k8s.io/component-base/version.gitVersion=v$KUBERNETES" \
      -o "$folder/bin/$program" "./cmd/$program") || cannot "$program could not be built"
  done
  rm -rf "$source"
}

# Where the module is on this machine.
module() { (cd / && go mod download -json "$1" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p') || cannot "$1 could not be fetched"; }

cannot() { printf 'NOT RUN: %s\n' "$1" >&2; exit 77; }

eventually() {
  for _ in $(seq 120); do if "$@"; then return; fi; sleep 1; done
  return 1
}

check() {
  if "${@:2}" >> "$folder/run.log" 2>&1; then passed=$((passed + 1)) && echo "ok      $1"; else failed=$((failed + 1)) && echo "FAILED  $1"; fi
}

main
