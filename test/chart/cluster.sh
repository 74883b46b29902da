# Sourced by control-plane.sh and pods.sh: Kubernetes built from its Go module, with Debian's etcd, in a network namespace of its
# own. It ends with the script. Exit code 77 says that something is missing.
KUBERNETES=1.33.0
chart=$(realpath "$(dirname "$0")/../../helm/push-jobs")
folder=$(realpath --canonicalize-missing "$1")
PATH=$PATH:$(go env GOPATH 2> /dev/null || echo /)/bin
passed=0
failed=0

needs() {
  [ "$(id -u)" = 0 ] || cannot 'a network namespace cannot be made without root'
  for program in etcd openssl kubectl helm unshare ip "$@"; do type -P "$program" > /dev/null || cannot "$program is not installed"; done
}

# ARGUMENT... of the script, which begins again inside.
in_namespaces() { IN_NAMESPACES=yes unshare --net --mount --pid --fork --kill-child --mount-proc "$0" "$@"; }

# PROGRAM...
# Kubernetes cannot be installed as a module: its own parts stand in it without their versions.
build_kubernetes() {
  local program source=$folder/kubernetes missing=()
  mkdir -p "$folder/bin"
  for program in "$@"; do [ -x "$folder/bin/$program" ] || missing+=("$program"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v go > /dev/null || cannot 'neither Kubernetes nor Go is installed'
  rm -rf "$source"
  cp -r "$(module "k8s.io/kubernetes@v$KUBERNETES")" "$source"
  chmod -R u+w "$source"
  rm -f "$source"/go.work*
  sed -i -E "/^replace \(/,/^\)/d; s/^(\s*k8s\.io\/\S+) v0\.0\.0$/\1 v0.${KUBERNETES#1.}/" "$source/go.mod"
  for program in "${missing[@]}"; do
    (cd "$source" && GOFLAGS='-mod=mod -buildvcs=false' go build -p 2 -ldflags "-X k8s.io/component-base/version.gitVersion=v$KUBERNETES" \
      -o "$folder/bin/$program" "./cmd/$program") || cannot "$program could not be built"
  done
  rm -rf "$source"
}

# Where the module is on this machine.
module() { (cd / && go mod download -json "$1" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p') || cannot "$1 could not be fetched"; }

start_control_plane() {
  local certificates=$folder/certificates
  ip link set lo up
  rm -rf "$folder/etcd"
  mkdir -p "$certificates"
  export KUBECONFIG=$folder/kubeconfig HELM_DRIVER=secret
  [ -e "$certificates/accounts.key" ] || openssl genrsa -out "$certificates/accounts.key" 2048
  echo 'token-of-a-test,admin,admin,system:masters' > "$certificates/tokens"
  etcd --data-dir "$folder/etcd" --unsafe-no-fsync > "$folder/etcd.log" 2>&1 &
  eventually reaches 2379
  "$folder/bin/kube-apiserver" --etcd-servers http://127.0.0.1:2379 --bind-address 127.0.0.1 --advertise-address 127.0.0.1 \
    --endpoint-reconciler-type none --cert-dir "$certificates" --service-cluster-ip-range 10.96.0.0/16 \
    --service-account-issuer https://kubernetes.default.svc --service-account-key-file "$certificates/accounts.key" \
    --service-account-signing-key-file "$certificates/accounts.key" --token-auth-file "$certificates/tokens" \
    --kubelet-preferred-address-types InternalIP --authorization-mode RBAC > "$folder/kube-apiserver.log" 2>&1 &
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

# A namespace where Pod Security enforces "restricted".
prepare_namespace() {
  kubectl create namespace "$NAMESPACE"
  kubectl label namespace "$NAMESPACE" pod-security.kubernetes.io/{enforce,warn,audit}=restricted
  export HELM_NAMESPACE=$NAMESPACE
  eventually kubectl get serviceaccount default
} >> "$folder/run.log" 2>&1

kubectl() { command kubectl --namespace "${NAMESPACE:-default}" "$@"; }
reaches() { (: < "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }
cannot() { printf 'NOT RUN: %s\n' "$1" >&2; exit 77; }

# The 0 is for traps, where a bare `return` means the status that the script ends with.
eventually() {
  for _ in $(seq 120); do if "$@"; then return 0; fi; sleep 1; done
  return 1
}

check() {
  if "${@:2}" >> "$folder/run.log" 2>&1; then passed=$((passed + 1)) && echo "ok      $1"; else failed=$((failed + 1)) && echo "FAILED  $1"; fi
}

conclude() {
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" = 0 ]
}

secrets() {
  kubectl get secrets --output go-template='{{range .items}}{{if ne .type "helm.sh/release.v1"}}{{.metadata.name}} {{.metadata.uid}} {{.data}}
{{end}}{{end}}'
}
unchanged() { [ "$(secrets)" = "$1" ]; }
