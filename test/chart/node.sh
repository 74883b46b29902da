# Sourced by pods.sh, within its namespaces: a node for the control plane of cluster.sh, with containerd, kubelet, kube-scheduler,
# kube-proxy and CoreDNS. What they keep is in memory and ends with the script; only images are in the folder.
COREDNS=github.com/coredns/coredns@v1.12.1
PLUGINS=/usr/lib/cni
# The bridge that pods are at, which is the node's own address too.
BRIDGE=10.244.0.1
PODS=10.244.0.0/16

build_node() {
  build_kubernetes kube-scheduler kube-proxy kubelet
  [ -x "$folder/bin/coredns" ] || GOBIN=$folder/bin go install "$COREDNS" || cannot 'CoreDNS could not be built'
}

# FOLDER of test/images/build.sh
start_node() {
  keep_to_ourselves
  ip link add cni0 type bridge
  ip address add "$BRIDGE/16" dev cni0
  ip link set cni0 up
  write_configuration
  start_containerd "$1"
  "$folder/bin/kube-scheduler" --kubeconfig "$KUBECONFIG" --leader-elect=false --authentication-skip-lookup > "$folder/kube-scheduler.log" 2>&1 &
  "$folder/bin/coredns" -conf "$folder/Corefile" > "$folder/coredns.log" 2>&1 &
  "$folder/bin/kube-proxy" --kubeconfig "$KUBECONFIG" --hostname-override node --proxy-mode iptables --conntrack-max-per-core 0 \
    --cluster-cidr "$PODS" --metrics-bind-address 127.0.0.1:10249 --healthz-bind-address 127.0.0.1:10256 > "$folder/kube-proxy.log" 2>&1 &
  "$folder/bin/kubelet" --kubeconfig "$KUBECONFIG" --config "$folder/kubelet.yaml" --hostname-override node --node-ip "$BRIDGE" \
    > "$folder/kubelet.log" 2>&1 &
}

# Kubelets and containers keep things in places of the whole machine, and kubelets set how its kernel panics.
keep_to_ourselves() {
  local place setting
  for place in /run /var/lib /var/log; do mount -t tmpfs tmpfs "$place"; done
  for setting in vm/overcommit_memory vm/panic_on_oom kernel/panic kernel/panic_on_oops kernel/keys/root_maxkeys kernel/keys/root_maxbytes; do
    install -D "/proc/sys/$setting" "/run/settings/$setting"
    mount --bind "/run/settings/$setting" "/proc/sys/$setting"
  done
}

start_containerd() {
  local archive
  rm -rf "$folder/containerd"
  export CONTAINERD_ADDRESS=/run/containerd/containerd.sock CONTAINERD_NAMESPACE=k8s.io
  containerd --config "$folder/containerd.toml" > "$folder/containerd.log" 2>&1 &
  eventually ctr version >> "$folder/run.log" 2>&1 || cannot "containerd did not start: $(tail -n 1 "$folder/containerd.log")"
  for archive in "$1"/push-jobs-*.tar; do ctr images import --no-unpack "$archive" >> "$folder/run.log"; done
}

write_configuration() {
  mkdir -p "$folder/cni"
  cat > "$folder/containerd.toml" << EOF
version = 2
root = "$folder/containerd"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "push-jobs-test/pause:dev"
  # Not below ours, for which not every root has the right.
  restrict_oom_score_adj = true
  cni = { bin_dir = "$PLUGINS", conf_dir = "$folder/cni" }
EOF
  cat > "$folder/cni/pods.conflist" << EOF
{ "cniVersion": "1.0.0", "name": "pods", "plugins": [
  { "type": "bridge", "bridge": "cni0", "isGateway": true, "hairpinMode": true,
    "ipam": { "type": "host-local", "subnet": "$PODS", "routes": [{ "dst": "0.0.0.0/0" }] } },
  { "type": "loopback" } ] }
EOF
  cat > "$folder/Corefile" << EOF
cluster.local. {
  bind $BRIDGE
  errors
  kubernetes {
    kubeconfig $KUBECONFIG
  }
}
EOF
  echo "nameserver $BRIDGE" > "$folder/resolv.conf"
  cat > "$folder/kubelet.yaml" << EOF
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $BRIDGE
authentication: { anonymous: { enabled: true }, webhook: { enabled: false } }
authorization: { mode: AlwaysAllow }
cgroupDriver: cgroupfs
clusterDNS: [$BRIDGE]
clusterDomain: cluster.local
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
enforceNodeAllocatable: []
failSwapOn: false
resolvConf: $folder/resolv.conf
EOF
}

# Groups of processes outlive them.
forget_pods() {
  local group
  for group in /sys/fs/cgroup/*/kubepods /sys/fs/cgroup/kubepods; do
    [ ! -d "$group" ] || eventually find "$group" -depth -type d -exec rmdir {} + 2> /dev/null
  done
}
