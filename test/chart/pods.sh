#!/usr/bin/env bash
# Runs the chart's pods: those of the evaluation, two of each service, on a node of its own under the control plane of
# cluster.sh, with the images of test/images/build.sh. Each `helm test` brings a node to these pods and has it run a job.
#
# Needs what control-plane.sh needs, and containerd, runc, iptables and containernetworking-plugins (all from Debian). Exit code
# 77 says that something is missing.
#
#   test/chart/pods.sh FOLDER IMAGES
set -euo pipefail
source "$(dirname "$0")/cluster.sh"
source "$(dirname "$0")/node.sh"
images=$(realpath "$2")
VALUES=(--values "$chart/ci/evaluation-values.yaml" --set image.tag=dev --set image.pullPolicy=Never --set httpRoute.enabled=false
  --set evaluation.postgresImage=push-jobs-test/postgres:dev --set evaluation.redisImage=push-jobs-test/redis:dev
  --set broker.publicHost=push-jobs-nodes.evaluation.svc.cluster.local --set defaults.replicas=2)
GAPS='select count(*) from (select from job_event group by job_id having max(number) <> count(*)) gaps'
figures=()

main() {
  needs containerd ctr runc iptables
  [ -x "$PLUGINS/bridge" ] || cannot 'containernetworking-plugins is not installed'
  [ -e "$images/push-jobs-test-pause-dev.tar" ] || cannot "no images in $images: test/images/build.sh makes them"
  if [ "${IN_NAMESPACES:-}" = '' ]; then
    build_kubernetes kube-apiserver kube-controller-manager
    build_node
    trap forget_pods EXIT
    in_namespaces "$folder" "$images"
    return
  fi
  start_control_plane
  start_node "$images"
  check 'the node becomes ready' eventually kubectl wait --for condition=Ready node/node --timeout 1s
  NAMESPACE=evaluation
  prepare_namespace
  make_volumes
  try
  conclude
}

try() {
  local kept
  check 'helm installs it, and every pod becomes ready' helm install push-jobs "$chart" "${VALUES[@]}" --wait
  check 'a job runs' helm test push-jobs
  kept=$(secrets)
  check 'helm upgrades it, and every new pod becomes ready' \
    helm upgrade push-jobs "$chart" "${VALUES[@]}" --set defaults.logLevel=info --wait
  check 'none of them was started twice' started_once
  check 'a job runs after that' helm test push-jobs
  check 'another one takes a while' start_job
  check 'all brokers are replaced meanwhile, one after the other' replaces statefulset/push-jobs-broker
  check 'it completes nevertheless' completes
  for service in gateway broker orchestrator output feed; do check "pods of $service are gone within their grace period" stops "$service"; done
  check 'pods in their place become ready' rolled_out
  check 'a job runs after that' helm test push-jobs
  check 'helm uninstalls it' helm uninstall push-jobs --wait
  check 'helm installs it again' helm install push-jobs "$chart" "${VALUES[@]}" --wait
  check 'no secret has changed' unchanged "$kept"
  check 'a job runs after that' helm test push-jobs
  check 'all jobs are there, also those from before' [ "$(sql 'select count(*) from job')" -ge 5 ]
  check 'no feed has a gap' [ "$(sql "$GAPS")" = 0 ]
  figures+=("$(sql 'select count(*) from job') jobs, $(sql 'select count(*) from job_event') events")
  printf '%s\n' "${figures[@]}"
}

# What `helm test` does, with a job of a minute in an organization of its own.
start_job() {
  helm template push-jobs "$chart" "${VALUES[@]}" --kube-version "$KUBERNETES" --show-only templates/canary.yaml |
    sed 's/push-jobs-canary/push-jobs-patience/; s/- hello$/- wait/; s/sleep 10/sleep 60/' | kubectl create --filename - &&
    eventually runs && JOB=$(sql "select id from job where status = 'running'")
}
runs() { [ "$(sql "select count(*) from job where status = 'running'")" = 1 ]; }
completes() {
  kubectl wait --for jsonpath='{.status.phase}'=Succeeded pod/push-jobs-patience --timeout 120s &&
    kubectl delete pod/push-jobs-patience configmap/push-jobs-patience &&
    [ "$(sql "select job.status, job_node.status from job join job_node on job_id = id where id = '$JOB'")" = 'complete|succeeded' ]
}
sql() {
  kubectl exec push-jobs-postgres-0 -- psql --host=/run/postgresql --username=push_jobs --tuples-only --no-align --command="$1" push_jobs
}

# Nobody makes volumes here when somebody asks for one.
make_volumes() {
  local name
  for name in one two; do
    mkdir -p "/var/lib/volumes/$name"
    kubectl create --filename - << EOF
apiVersion: v1
kind: PersistentVolume
metadata: { name: $name }
spec:
  accessModes: [ReadWriteOnce]
  capacity: { storage: 1Gi }
  local: { path: /var/lib/volumes/$name }
  nodeAffinity:
    required: { nodeSelectorTerms: [{ matchExpressions: [{ key: kubernetes.io/hostname, operator: In, values: [node] }] }] }
  storageClassName: local
EOF
  done
} >> "$folder/run.log" 2>&1

# Those of the installation are started until Postgres is there, and are on their way out now; new ones find it.
started_once() {
  local restarts counts='{{range .status.containerStatuses}}{{.restartCount}} {{end}}'
  restarts=$(kubectl get pods --output go-template="{{range .items}}{{if not .metadata.deletionTimestamp}}$counts{{end}}{{end}}")
  echo "restarts: $restarts"
  [[ $restarts != *[1-9]* ]]
}

# Pods that do not end by themselves are there for the whole of their grace period.
stops() {
  local before=$SECONDS grace
  grace=$(kubectl get pods --selector "app.kubernetes.io/component=$1" --output jsonpath='{.items[0].spec.terminationGracePeriodSeconds}')
  kubectl delete pods --selector "app.kubernetes.io/component=$1"
  figures+=("$1 stopped within $((SECONDS - before)) of $grace s")
  [ $((SECONDS - before)) -lt "$grace" ]
}

replaces() { kubectl rollout restart "$1" && kubectl rollout status "$1" --timeout 180s; }
rolled_out() {
  local workload
  for workload in $(kubectl get deployments,statefulsets --output name); do kubectl rollout status "$workload" --timeout 180s; done
}

main
